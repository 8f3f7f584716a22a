import Testing

@testable import SourceText

/// Reads a text as `test.json`.
func read(_ text: String) -> (node: JSONNode?, diagnostics: [Diagnostic]) {
  readJSON(SourceFile(name: "test.json", text: text))
}

/// A tree as compact JSON, so that a whole tree is compared by one line of text.
func outline(_ node: JSONNode?) -> String {
  guard let node else { return "-" }
  switch node.value {
  case .null: return "null"
  case .boolean(let value): return String(value)
  case .number(let text): return text
  case .string(let text): return quotedJSON(text)
  case .array(let elements): return "[" + elements.map(outline).joined(separator: ",") + "]"
  case .object(let members):
    let parts = members.map { quotedJSON($0.key) + ":" + outline($0.value) }
    return "{" + parts.joined(separator: ",") + "}"
  }
}

@Suite("JSON: what is accepted")
struct JSONAcceptedTests {
  @Test(
    "every kind of value, as it was written",
    arguments: [
      ("null", "null"), (" true ", "true"), ("\n\t\r false", "false"), ("0", "0"),
      ("-0", "-0"), ("-12.50e+03", "-12.50e+03"), ("1E400", "1E400"), ("[]", "[]"),
      ("{}", "{}"), ("[ 1 , [ ] , {} ]", "[1,[],{}]"), ("\"\"", "\"\""),
      (#"{"b":1,"a":{"c":[true,null]}}"#, #"{"b":1,"a":{"c":[true,null]}}"#),
      (#"{"":0}"#, #"{"":0}"#),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\""),
      (#""\u69a7\ud83c\udf32\u0000""#, "\"榧🌲\\u0000\""),
      ("\"稽东，“香榧”\u{7F}\u{2028}\"", "\"稽东，“香榧”\u{7F}\u{2028}\""),
      ("\u{FEFF}[1]", "[1]"),
    ])
  func accepted(text: String, tree: String) {
    let (node, diagnostics) = read(text)
    #expect(outline(node) == tree)
    #expect(diagnostics.isEmpty)
  }

  @Test("nodes, keys and texts know their ranges")
  func ranges() throws {
    let (node, _) = read("{\n  \"名称\": [1, \"a\"]\n}")
    guard case .object(let members) = try #require(node).value else { throw Unexpected() }
    #expect(node?.range.offsets == 0..<24)
    #expect(members[0].keyRange.start == SourceLocation(line: 2, column: 3))
    #expect(members[0].keyRange.end == SourceLocation(line: 2, column: 7))
    #expect(members[0].keyRange.text == "\"名称\"")
    guard case .array(let elements) = members[0].value.value else { throw Unexpected() }
    #expect(elements.map(\.range.text) == ["1", "\"a\""])
  }

  @Test("many members are indexed, and order and duplicates still hold")
  func manyMembers() throws {
    let keys = (0..<1000).map { "key\($0)" }
    let text = "{" + (keys + ["key3", "key999"]).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    let (node, diagnostics) = read(text)
    guard case .object(let members) = try #require(node).value else { throw Unexpected() }
    #expect(members.map(\.key) == keys)
    #expect(diagnostics.map(\.path) == ["$.key3", "$.key999"])
  }

  @Test("512 levels are allowed")
  func deepest() {
    let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(read(text).diagnostics.isEmpty)
  }
}

struct Unexpected: Error {}

@Suite("JSON: what is refused, and how reading goes on")
struct JSONRefusedTests {
  /// The message, then the tree that was understood all the same.
  @Test(
    "slips with one likely meaning",
    arguments: [
      ("[1 2]", "1:3 a comma is missing behind the previous value", "[1,2]"),
      ("{\"a\":1 \"b\":2}", "1:7 a comma is missing behind the previous value", #"{"a":1,"b":2}"#),
      ("[1,]", "1:3 a comma stands before the closing bracket", "[1]"),
      ("{\"a\": 1,}", "1:8 a comma stands before the closing bracket", #"{"a":1}"#),
      ("[,1]", "1:2 nothing stands before this comma", "[1]"),
      ("[1,,2]", "1:4 nothing stands before this comma", "[1,2]"),
      ("[1;2]", "1:3 ';' stands where JSON needs ','", "[1,2]"),
      ("['a b']", "1:2 JSON texts have double quotes", #"["a b"]"#),
      ("{a1: 2}", "1:2 a key needs double quotes", #"{"a1":2}"#),
      ("{名称: 2}", "1:2 a key needs double quotes", #"{"名称":2}"#),
      ("{\"a\" 1}", "1:5 a colon is missing behind the key", #"{"a":1}"#),
      ("{\"a\" = 1}", "1:6 a colon, not '=', stands between a key and its value", #"{"a":1}"#),
      ("{\"a\", \"b\": 1}", "1:2 the key has no value", #"{"b":1}"#),
      ("{\"a\":, \"b\": 1}", "1:6 a value is missing", #"{"b":1}"#),
      ("{\"a\":}", "1:6 a value is missing", "{}"),
      ("[1] // end", "1:5 JSON has no comments", "[1]"),
      ("[1, # one\n2]", "1:5 JSON has no comments", "[1,2]"),
      ("/* a */ [1]", "1:1 JSON has no comments", "[1]"),
      ("[NaN]", "1:2 'NaN' cannot be written in JSON", "[null]"),
      ("[-Infinity]", "1:2 '-Infinity' cannot be written in JSON", "[null]"),
      ("[True]", "1:2 'True' is not a JSON value", "[true]"),
      ("[None]", "1:2 'None' is not a JSON value", "[null]"),
      ("[012]", "1:2 '012' is not how JSON writes a number", "[12]"),
      ("[+1]", "1:2 '+1' is not how JSON writes a number", "[1]"),
      ("[.5, 1]", "1:2 '.5' is not how JSON writes a number", "[0.5,1]"),
      ("[5.]", "1:2 '5.' is not how JSON writes a number", "[5]"),
      ("[-.5]", "1:2 '-.5' is not how JSON writes a number", "[-0.5]"),
      ("[0x1F]", "1:2 '0x1F' is not how JSON writes a number", "[31]"),
      ("[1_000]", "1:2 '1_000' is not how JSON writes a number", "[1000]"),
      ("[１２．５]", "1:2 '１２．５' is not how JSON writes a number", "[12.5]"),
      ("[12万人次]", "1:2 '12万人次' is not a number", #"["12万人次"]"#),
      ("[80%]", "1:2 '80%' is not a number", #"["80%"]"#),
      ("[2024-03-26]", "1:2 '2024-03-26' is not a number", #"["2024-03-26"]"#),
      ("[hello world]", "1:2 the text hello world stands without quotes", #"["hello world"]"#),
      ("[“a”]", "1:2 full-width quotes stand around a text", #"["a"]"#),
      ("[1\u{3000}, 2]", "1:3 an invisible character stands between the values", "[1,2]"),
      ("[\"a\tb\"]", "1:4 a control character stands in a text", #"["a\tb"]"#),
      (#"["a\xb"]"#, #"1:4 '\x' is not an escape"#, #"["axb"]"#),
      (#"["\ud800"]"#, #"1:3 '\ud800' is half of a surrogate pair"#, "[\"\u{FFFD}\"]"),
      (#"["\udc00\u0041"]"#, #"1:3 '\udc00' is half of a surrogate pair"#, "[\"\u{FFFD}A\"]"),
      (#"["\u12g4"]"#, #"1:3 '\u' needs four hexadecimal digits"#, #"["g4"]"#),
      ("[1] 2", "1:5 more text stands behind the end of the document", "[1]"),
      ("[1]]", "1:4 more text stands behind the end of the document", "[1]"),
      ("[1}", "1:3 '[' opened at 1:1 is not closed before this bracket", "[1]"),
      ("{\"a\": [1}", "1:9 '[' opened at 1:7 is not closed before this bracket", #"{"a":[1]}"#),
      ("{1}", "1:2 a key needs double quotes,1:2 the key has no value", "{}"),
      ("{[1]: 2}", "1:2 this was not expected here", "{}"),
      ("[1 : 2]", "1:4 this was not expected here", "[1]"),
      ("@", "1:1 no value begins like this", "-"),
      ("]", "1:1 a value is missing", "-"),
      ("[\"a,\n \"b\"]", "1:2 the text is not closed before the end of its line", #"["a","b"]"#),
      ("[\"a\n]", "1:2 the text is not closed before the end of its line", #"["a"]"#),
      ("[\"a\nb\", 1]", "1:2 the text is not closed before the end of its line", "[]"),
    ])
  func slip(text: String, message: String, tree: String) {
    let (node, diagnostics) = read(text)
    let messages = diagnostics.map { "\($0.range?.start.description ?? "") \($0.message.en)" }
    #expect(messages.joined(separator: ",") == message)
    #expect(outline(node) == tree)
    #expect(diagnostics.allSatisfy { $0.code == .syntax })
  }

  @Test(
    "full-width punctuation, each mark named once",
    arguments: [
      ("{\"a\"：1，\"b\"：2}", ["：", "，", "："], #"{"a":1,"b":2}"#),
      ("｛\"a\": ［1、2］｝", ["｛", "［", "、", "］", "｝"], #"{"a":[1,2]}"#),
      ("{\"a”: 1, \"b\": 2}", ["”"], #"{"a":1,"b":2}"#),
      ("{\"a”: \"x\", \"b\": 2}", ["”"], #"{"a":"x","b":2}"#),
      ("{\"a\": \"x”, \"b\": 2}", ["”"], #"{"a":"x","b":2}"#),
      ("{\"a\": \"x”,\n \"b\": 2}", ["”"], #"{"a":"x","b":2}"#),
      ("{\"a\": \"x”\n}", ["”"], #"{"a":"x"}"#),
    ])
  func fullWidth(text: String, marks: [String], tree: String) {
    let (node, diagnostics) = read(text)
    #expect(diagnostics.map { $0.range?.text } == marks)
    #expect(diagnostics.allSatisfy { $0.message.en.contains("stands where JSON needs") })
    #expect(outline(node) == tree)
  }

  @Test("several mistakes are told at once, with their paths")
  func several() {
    let text = """
      {
        "fiscal": { 'taxes': [ { "annual": 1亿元 } ] }
        "visitors": { "nights": 012, "nights": 13, },
      }
      """
    let (_, diagnostics) = read(text)
    #expect(
      diagnostics.map {
        "\($0.range?.start.description ?? "") \($0.code.rawValue) \($0.path ?? "")"
      }
        == [
          "2:15 syntax $.fiscal",
          "2:38 syntax $.fiscal.taxes[0].annual",
          "2:47 syntax ",
          "3:27 syntax $.visitors.nights",
          "3:32 duplicate-key $.visitors.nights",
          "3:44 syntax $.visitors",
          "3:47 syntax ",
        ])
  }

  @Test(
    "a truncated file names what is open",
    arguments: [
      ("{\"a\": [1,\n {\"b\": ", "'{' opened at 2:2",
        "'}' for line 2, then ']' for line 1, then '}' for line 1"
      ),
      ("[\"abc", "a text opened at 1:2", "'\"', then ']' for line 1"),
      ("[tru", "'[' opened at 1:1", "']' for line 1"),
      ("[1.", "'[' opened at 1:1", "']' for line 1"),
      ("{\"a", "a text opened at 1:2", "'\"', then '}' for line 1"),
      ("[1] /* a", "a comment opened at 1:5", "'*/'"),
      ("[\n[\n[\n[\n[\n[ ", "'[' opened at 6:1",
        "']' for line 6, then ']' for line 5, then ']' for line 4, then ']' for line 3, then 2 more"
      ),
    ])
  func truncated(text: String, inside: String, expected: String) {
    let diagnostics = read(text).diagnostics
    #expect(diagnostics.map(\.code) == [.truncated])
    #expect(diagnostics.first?.message.en == "the file ends inside " + inside)
    #expect(diagnostics.first?.expected?.en == expected)
  }

  @Test("a hundred thousand levels give one diagnostic", arguments: ["[", "{\"a\":", "[{\"a\":"])
  func deep(opener: String) {
    let (node, diagnostics) = read(String(repeating: opener, count: 100_000))
    #expect(diagnostics.map(\.code) == [.nestingTooDeep])
    #expect(node != nil)
  }

  @Test("reading stops after a hundred mistakes")
  func tooMany() {
    let diagnostics = read("[" + String(repeating: "a,", count: 10_000) + "1]").diagnostics
    #expect(diagnostics.count == 101)
    #expect(diagnostics.last?.message.en == "reading stops after 100 mistakes")
  }

  @Test("a file of nothing", arguments: ["", "\u{FEFF}", " \n\t\r\n"])
  func empty(text: String) {
    let (node, diagnostics) = read(text)
    #expect(node == nil)
    #expect(diagnostics.map(\.code) == [.emptyFile])
  }

  @Test(
    "bytes that are not UTF-8, at the first of them",
    arguments: [
      ([0x7B, 0x0A, 0x22, 0xBB, 0xFC, 0xB6, 0xAB, 0x22] as [UInt8], "2:2"),  // GBK 稽东
      ([0x22, 0xC3, 0xA9, 0xC0, 0x80, 0x22], "1:3"),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], "1:2"),
      ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], "1:2"),
      ([0x22, 0xE2, 0x82], "1:2"),
      ([0xFF, 0xFE, 0x7B, 0x00], "1:1"),
      ([0x7B, 0x00, 0x7D, 0x00], "1:1"),
    ])
  func invalidUTF8(bytes: [UInt8], place: String) {
    let (node, diagnostics) = readJSON(SourceFile(name: "test.json", bytes: bytes))
    #expect(node == nil)
    #expect(diagnostics.map(\.code) == [.invalidUTF8])
    #expect(diagnostics.first?.range?.start.description == place)
  }
}
