# What filters of Shopify's Liquid do since 5.5 to 5.8, for the older one that Debian has.
module NewerFilters
  def base64_decode(input)
    super.force_encoding(Encoding::UTF_8)
  end

  def base64_url_safe_decode(input)
    super.force_encoding(Encoding::UTF_8)
  end

  def reject(input, property, target = nil)
    choose(input, property, target, []) { |items, test| items.reject(&test) }
  end

  def find(input, property, target = nil)
    choose(input, property, target, nil) { |items, test| items.find(&test) }
  end

  def find_index(input, property, target = nil)
    choose(input, property, target, nil) { |items, test| items.find_index(&test) }
  end

  def has(input, property, target = nil)
    choose(input, property, target, false) { |items, test| items.any?(&test) }
  end

  def sum(input, property = nil)
    items = Liquid::StandardFilters::InputIterator.new(input, context).to_a
    values = items.map do |item|
      if property.nil?
        item
      else
        item.respond_to?(:[]) ? item[property] : 0
      end
    end
    result = values.flatten.sum { |value| Liquid::Utils.to_number(value) }
    result.is_a?(BigDecimal) ? result.to_f : result
  rescue TypeError
    raise Liquid::ArgumentError, "cannot select the property '#{property}'"
  end

  private

  def choose(input, property, target, otherwise)
    items = Liquid::StandardFilters::InputIterator.new(input, context).to_a
    return otherwise if items.empty?

    test = lambda do |item|
      target.nil? ? item[property] : item[property] == target
    end
    yield items, test
  rescue TypeError
    raise Liquid::ArgumentError, "cannot select the property '#{property}'"
  rescue NoMethodError
    nil
  end
end

Liquid::Template.register_filter(NewerFilters)
