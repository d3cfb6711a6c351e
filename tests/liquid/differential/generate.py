"""Templates with data, made from a seed: all tags and filters of Liquid and their combinations.

Most templates are valid, because what is refused says little about rendering; some filters get a value
of a kind they are not meant for, and some templates are broken on purpose.
"""

import random

WORDS = ["mug", "Blue", "été", "Straße", "a b", "x-y", "Zoë", "apple", "Kiwi", "", " pad ", "one,two,three",
         "<b>bold</b>", "R&D", "it's", "100%", "a\nb", "ünï", "Hello World", "tic tac toe", "12", "3.50", "-7", "0",
         "https://shop.example/?a=1&b=ü", "&lt;x&gt;", "<script>x</script>y", "ΑΒΓ", "жук", "true"]
NUMBERS = [0, 1, 2, 3, 5, 7, 10, 12, 42, 100, -1, -3, 999]
FLOATS = [0.5, 1.25, 19.99, -2.75, 3.333, 0.1, 100.05, 7.5, 12.345]
DATES = ["2024-02-29", "2025-11-28T09:05:07Z", "1999-12-31 23:59:59 UTC", "March 5, 2021", "28 Nov 2025 10:15",
         "Fri, 28 Nov 2025 09:00:00 +0000", "2020-01-01T00:00:00.123Z", "1 Feb 2003", "2025/06/07"]
FORMATS = ["%Y-%m-%d", "%d.%m.%y %H:%M", "%a, %b %-d", "%A %B %e", "%j %U %W %V %G", "%I:%M %p", "%l%P", "%s", "%H%M%S.%L",
           "%^a %^b", "%y %C %u %w", "%D %F %T %R", "%10Y|%-m|%03d", "%z %:z", "%%|%n|%t", "%c", "%x %X %r", "%3N %6N"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.depth = 0
        self.loops = 0
        self.tables = 0
        self.in_partial = False
        self.cycles = True

    # Data ------------------------------------------------------------------------------------------

    def data(self):
        pick = self.random.choice
        names = self.random.sample(["Mug", "hat", "Sock", "belt", "Coat", "ring", "Über", "tea"], self.random.randint(0, 5))
        prices = self.random.sample([4.5, 9.99, 12, 20, 25.25, 31, 49.9, 7], len(names))
        products = []
        for name, price in zip(names, prices):
            product = {"name": name, "price": price, "quantity": pick(NUMBERS[:8]), "sale": pick([True, False])}
            if self.random.random() < 0.3:
                product["tag"] = pick(["new", "old", None])
            products.append(product)
        return {
            "s": pick(WORDS), "t": pick(WORDS), "n": pick(NUMBERS), "i": pick(NUMBERS[:9]), "f": pick(FLOATS),
            "yes": True, "no": False, "nothing": None, "empty_text": "", "empty_list": [],
            "numbers": [pick(NUMBERS) for _ in range(self.random.randint(0, 5))],
            "words": self.random.sample(["pear", "Fig", "apple", "Kiwi", "lime", "date"], self.random.randint(0, 4)),
            "mixed": self.random.sample([1, "one", None, True, 2.5, "two"], self.random.randint(0, 3)),
            "nested": [[1, [2]], ["x"], []][:self.random.randint(0, 3)],
            "products": products, "map": {"a": pick(NUMBERS), "b": pick(WORDS), "c": [1, 2]}, "key": pick(["a", "b", "zz"]),
            "date": pick(DATES), "when": 1764320707,
        }

    # Expressions -----------------------------------------------------------------------------------

    def text(self):
        return self.random.choice(["s", "t", "empty_text", "map.b", "words[0]", "products[0].name", self.quoted()])

    def quoted(self):
        word = self.random.choice([w for w in WORDS if "\n" not in w])
        return "'%s'" % word if "'" not in word else '"%s"' % word

    def number(self):
        choices = ["n", "i", "f", "numbers[0]", "products[0].price", "map.a", "numbers.size", str(self.random.choice(NUMBERS)),
                   str(self.random.choice(FLOATS))]
        if self.loops:
            choices += ["forloop.index", "forloop.rindex0", "item"]
        return self.random.choice(choices)

    def whole(self):
        return self.random.choice(["i", "map.c[0]", "numbers.size", "1", "2", "3", "4", "-1", "0"])

    def list(self):
        return self.random.choice(["numbers", "words", "products", "empty_list", "map.c", "nested", "(1..4)", "(i..3)"])

    def any(self):
        choice = self.random.random()
        if choice < 0.3:
            return self.text()
        if choice < 0.55:
            return self.number()
        if choice < 0.7:
            return self.list()
        return self.random.choice(["yes", "no", "nothing", "missing", "map.zz", "map[key]", "map['a']", "products.first.name",
                                   "words.last", "words.size", "s.size", "numbers[-1]", "true", "nil", "map.c[1]",
                                   "products[1]['price']", "mixed"])

    # Each makes a filter from a value of one kind: (text of the filter, kind of the result).

    def text_filter(self):
        r = self.random
        simple = ["upcase", "downcase", "capitalize", "strip", "lstrip", "rstrip", "escape", "escape_once", "strip_html",
                  "strip_newlines", "newline_to_br", "url_encode", "url_decode", "base64_encode"]
        choice = r.random()
        if choice < 0.4:
            return r.choice(simple), "text"
        options = [
            ("append: " + self.text(), "text"), ("prepend: " + self.text(), "text"),
            ("replace: %s, %s" % (self.quoted(), self.quoted()), "text"), ("remove: " + self.quoted(), "text"),
            ("replace_first: 'a', 'Q'", "text"), ("replace_last: 'a', 'Q'", "text"), ("remove_first: 'e'", "text"),
            ("remove_last: 'e'", "text"), ("truncate: " + r.choice(["3", "5", "8", "i"]), "text"),
            ("truncate: 6, " + self.quoted(), "text"), ("truncatewords: " + r.choice(["1", "2", "3"]), "text"),
            ("truncatewords: 2, '…'", "text"), ("slice: " + self.whole(), "text"),
            ("slice: %s, %s" % (self.whole(), self.whole()), "text"), ("split: ' '", "texts"), ("split: ','", "texts"),
            ("split: ''", "texts"), ("split: 'a'", "texts"), ("size", "number"), ("default: " + self.text(), "text"),
            ("base64_encode | base64_decode", "text"), ("base64_url_safe_encode | base64_url_safe_decode", "text"),
        ]
        return r.choice(options)

    def number_filter(self):
        r = self.random
        return r.choice([
            ("plus: " + self.number(), "number"), ("minus: " + self.number(), "number"), ("times: " + self.number(), "number"),
            ("divided_by: " + self.number(), "number"), ("modulo: " + self.number(), "number"), ("abs", "number"), ("ceil", "number"),
            ("floor", "number"), ("round", "number"), ("round: " + r.choice(["1", "2", "3"]), "number"),
            ("at_least: " + self.number(), "number"), ("at_most: " + self.number(), "number"), ("append: '!'", "text"),
            ("default: 5", "number"), ("plus: '3.5'", "number"), ("times: '2'", "number"),
        ])

    def list_filter(self, kind):
        r = self.random
        common = [("size", "number"), ("first", "any"), ("last", "any"), ("reverse", kind), ("join", "text"),
                  ("join: ', '", "text"), ("concat: words", "list"), ("concat: numbers", "list"), ("slice: 1, 2", kind),
                  ("uniq", kind), ("compact", kind), ("slice: " + self.whole(), kind)]
        if kind == "products":
            common += [("map: 'name'", "texts"), ("map: 'price'", "numbers"), ("map: 'tag'", "list"), ("where: 'sale'", kind),
                       ("where: 'name', 'Mug'", kind), ("where: 'tag', 'new'", kind), ("reject: 'sale'", kind), ("has: 'sale'", "any"),
                       ("find: 'name', 'hat'", "any"), ("find_index: 'name', 'hat'", "any"), ("sum: 'price'", "number"),
                       ("sort: 'price'", kind), ("sort: 'name'", kind), ("sort_natural: 'name'", kind), ("uniq: 'sale'", kind),
                       ("compact: 'tag'", kind), ("has: 'name', 'ring'", "any"), ("map: 'quantity' | sum", "number")]
        if kind == "numbers":
            common += [("sort", kind), ("sum", "number"), ("sort | first", "number")]
        if kind == "texts":
            common += [("sort", kind), ("sort_natural", kind), ("map: 'size'", "list")]
        return r.choice(common)

    def filtered(self):
        r = self.random
        kind = r.choice(["text", "text", "number", "number", "texts", "numbers", "products", "date", "any"])
        value = {"text": self.text, "number": self.number, "texts": lambda: "words", "numbers": lambda: "numbers",
                 "products": lambda: "products", "date": lambda: r.choice(["date", "when", "'" + r.choice(DATES) + "'"]),
                 "any": self.any}[kind]()
        parts = [value]
        for _ in range(r.choice([0, 1, 1, 2, 2, 3])):
            if r.random() < 0.03:
                kind = r.choice(["text", "number", "texts", "numbers", "products"])
            if kind == "text":
                text, kind = self.text_filter()
            elif kind == "number":
                text, kind = self.number_filter()
            elif kind == "date":
                text, kind = "date: '%s'" % r.choice(FORMATS), "text"
            elif kind == "any":
                text, kind = r.choice([self.text_filter, self.number_filter])()
            else:
                text, kind = self.list_filter(kind)
            parts.append(text)
        return " | ".join(parts)

    def test(self):
        r = self.random
        choice = r.random()
        if choice < 0.2:
            return self.any()
        if choice < 0.45:
            return "%s %s %s" % (self.number(), r.choice(["==", "!=", "<", ">", "<=", ">=", "<>"]), self.number())
        if choice < 0.6:
            return "%s %s %s" % (self.text(), r.choice(["==", "!=", "<", ">", "<="]), self.text())
        if choice < 0.75:
            return "%s contains %s" % (r.choice(["s", "words", "map.b", "numbers", "mixed"]), r.choice([self.text(), self.number()]))
        if choice < 0.9:
            return "%s %s %s" % (self.any(), r.choice(["==", "!="]), r.choice(["empty", "blank", "nil", "true", "false"]))
        return "%s %s %s" % (self.any(), r.choice(["==", "!=", "<", ">="]), self.any())

    def condition(self):
        parts = [self.test()]
        for _ in range(self.random.choice([0, 0, 0, 1, 2])):
            parts += [self.random.choice(["and", "or"]), self.test()]
        return " ".join(parts)

    # Tags ------------------------------------------------------------------------------------------

    def tag(self, inside):
        r = self.random
        left, right = ("-" if r.random() < 0.12 else ""), ("-" if r.random() < 0.12 else "")
        return "{%%%s %s %s%%}" % (left, inside, right)

    def plain(self):
        return self.random.choice(["a", " ", "\n", "<p>", ", ", "  x  ", "{ ", "} ", "é", ".", "\n  \n", "%"])

    def output(self):
        r = self.random
        left, right = ("-" if r.random() < 0.1 else ""), ("-" if r.random() < 0.1 else "")
        return "{{%s %s %s}}" % (left, self.filtered(), right)

    def branch(self):
        r = self.random
        word = r.choice(["if", "if", "unless"])
        text = self.tag("%s %s" % (word, self.condition())) + self.block()
        for _ in range(r.choice([0, 0, 1, 2])):
            text += self.tag("elsif " + self.condition()) + self.block()
        if r.random() < 0.5:
            text += self.tag("else") + self.block()
        return text + self.tag("end" + word)

    def case(self):
        r = self.random
        text = self.tag("case " + self.any()) + r.choice(["", " ", "\n"])
        for _ in range(r.randint(1, 3)):
            values = r.sample(["1", "2", "'mug'", "true", "nil", "n", "s", "empty", "3.50"], r.randint(1, 3))
            text += self.tag("when " + r.choice([", ", " or "]).join(values)) + self.block()
        if r.random() < 0.6:
            text += self.tag("else") + self.block()
        return text + self.tag("endcase")

    def loop_options(self, columns=False):
        r = self.random
        options = []
        if r.random() < 0.3:
            options.append("limit: " + r.choice(["1", "2", "3", "i", "missing"]))
        if r.random() < 0.3:
            choices = ["1", "2", "0", "missing"] + ([] if columns or self.in_partial else ["continue"])
            options.append("offset: " + r.choice(choices))
        return options

    def loop(self):
        r = self.random
        head = "for item in " + r.choice([self.list(), self.list(), "map", "s", "nothing"])
        if r.random() < 0.25:
            head += " reversed"
        head = " ".join([head] + self.loop_options())
        self.loops += 1
        body = self.block() + r.choice(["{{ item }}", "{{ forloop.index }}", "{{ forloop.last }}", "{{ forloop.length }}",
                                        "{{ forloop.parentloop.index }}", "{{ item.name }}", "{{ item[0] }}", "{{ forloop.name }}", ""])
        if r.random() < 0.2:
            body += self.tag("if " + self.condition()) + self.tag(r.choice(["break", "continue"])) + self.tag("endif") + self.plain()
        self.loops -= 1
        text = self.tag(head) + body
        if r.random() < 0.3:
            text += self.tag("else") + self.block()
        return text + self.tag("endfor")

    def table(self):
        r = self.random
        head = " ".join(["tablerow item in " + self.list(), "cols: " + r.choice(["1", "2", "3"])] + self.loop_options(True))
        self.tables += 1
        loops, self.loops = self.loops, 0
        body = r.choice(["{{ item }}", "{{ tablerowloop.col }}/{{ tablerowloop.row }}", "{{ tablerowloop.col_last }}",
                         "{{ tablerowloop.index0 }}{{ tablerowloop.last }}", "{{ tablerowloop.rindex }}", "{{ item.name }}"]) + self.plain()
        self.tables -= 1
        self.loops = loops
        return self.tag(head) + body + self.tag("endtablerow")

    def cycle(self):
        r = self.random
        values = r.choice(["'a', 'b'", "1, 2, 3", "'x', 'y', 'z'", "s, t", "'only'"])
        group = r.choice(["", "", "'g': ", "'h': ", "n: "])
        return self.tag("cycle " + group + values)

    def variable(self):
        r = self.random
        name = r.choice(["v", "w", "n", "s"])
        choice = r.random()
        if choice < 0.5:
            return self.tag("assign %s = %s" % (name, self.filtered())) + r.choice(["", "{{ %s }}" % name])
        if choice < 0.75:
            return self.tag("capture " + name) + self.block() + self.tag("endcapture") + r.choice(["", "{{ %s }}" % name])
        counter = r.choice(["c", "d"])
        return self.tag("%s %s" % (r.choice(["increment", "decrement"]), counter)) + r.choice(["", "{{ %s }}" % counter])

    def comment(self):
        r = self.random
        return r.choice([
            self.tag("comment") + " {{ s }} {% if yes %} x {% endif %} " + self.tag("endcomment"), self.tag("# a note"),
            "{% raw %}{{ s }} {% if %}{% endraw %}", "{% # one\n   # two %}",
        ])

    def lines(self):
        r = self.random
        lines = []
        for _ in range(r.randint(1, 3)):
            choice = r.random()
            if choice < 0.4:
                lines.append("echo " + self.filtered())
            elif choice < 0.6:
                lines.append("assign v = " + self.filtered())
            elif choice < 0.8:
                lines += ["if " + self.condition(), "  echo " + self.any(), "else", "  echo 'no'", "endif"]
            else:
                lines += ["for item in " + self.list(), "  echo item", "endfor"]
        return "{% liquid\n  " + "\n  ".join(lines) + "\n%}"

    def partial(self):
        r = self.random
        return self.tag(r.choice([
            "render 'show', item: " + self.any(), "render 'show' with products[0] as item", "render 'show' for words as item",
            "render 'show' for products as item", "include 'show', item: " + self.any(), "include 'set'", "render 'args', a: s, b: n, c: map.c",
            "render 'item' for numbers", "render 'item' with s", "include 'item' with s", "include 'item' for words", "include which",
        ]))

    def element(self):
        r = self.random
        if self.depth >= 3:
            return r.choice([self.plain, self.output])()
        makers = [(self.plain, 20), (self.output, 36), (self.branch, 12), (self.case, 5), (self.loop, 10), (self.variable, 10),
                  (self.comment, 3), (self.lines, 3)]
        if not self.in_partial:
            makers += [(self.cycle, 4), (self.partial, 5), (self.table, 4)]
        return r.choices([maker for maker, _ in makers], [weight for _, weight in makers])[0]()

    def block(self):
        self.depth += 1
        text = "".join(self.element() for _ in range(self.random.randint(0, 3)))
        self.depth -= 1
        return text

    def partials(self):
        self.in_partial = True
        partials = {"show": "[{{ item }}|{{ s }}]" + self.block(), "set": "{% assign v = 'set' %}{{ s }}" + self.block(),
                    "args": "{{ a }}-{{ b }}-{{ c | join: '+' }}{{ forloop.index }}", "item": "<{{ item }}{{ forloop.index }}>" + self.block()}
        self.in_partial = False
        return partials

    def broken(self, template):
        """The template with one fault, for errors."""
        r = self.random
        fault = r.choice(["{% if %}", "{% endif %}", "{{ s | nosuch }}", "{% nosuch %}", "{{ s | }}", "{% for x %}{% endfor %}",
                          "{% if s %}", "{{ n | divided_by: 0 }}", "{% assign = 1 %}", "{{ s | upcase: 1, 2 }}", "{{ 'x' | concat: 'y' }}"])
        cut = r.choice([0, len(template)])
        return template[:cut] + fault + template[cut:]

    def case_of(self):
        template = "".join(self.element() for _ in range(self.random.randint(1, 5)))
        if self.random.random() < 0.03:
            template = self.broken(template)
        data = self.data()
        data["which"] = self.random.choice(["set", "show"])
        return {"template": template, "data": data, "partials": self.partials()}


def generate(seed):
    """The case of one seed."""
    return Generator(seed).case_of()
