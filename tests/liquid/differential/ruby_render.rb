# Answers lines {"template", "data", "partials"} of standard input with {"output"} or {"error"}, as
# rendered by Shopify's Liquid.
require 'json'
require 'liquid'
require_relative 'newer_filters'

# What Rails gives to every object, and Shopify's templates ask for.
class Object
  def blank?
    respond_to?(:empty?) ? !!empty? : !self
  end
end

class String
  def blank?
    strip.empty?
  end
end

# Partials in memory.
class Partials
  def initialize(texts)
    @texts = texts
  end

  def read_template_file(name)
    @texts.fetch(name) { raise Liquid::FileSystemError, "no partial #{name}" }
  end
end

$stdout.sync = true
$stdin.each_line do |line|
  request = JSON.parse(line)
  answer = begin
    template = Liquid::Template.parse(request['template'], error_mode: :strict)
    registers = { file_system: Partials.new(request['partials'] || {}) }
    output = template.render!(request['data'] || {}, registers: registers, strict_filters: true)
    { output: output }
  rescue StandardError => error
    { error: "#{error.class}: #{error.message}" }
  end
  puts JSON.generate(answer)
end
