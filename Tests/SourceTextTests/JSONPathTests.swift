import Testing

import SourceText

@Test(
  "JSON paths as messages show them",
  arguments: [
    (JSONPath.root, "$"),
    (JSONPath([.key("fiscal"), .key("taxes"), .index(0), .key("annual")]),
      "$.fiscal.taxes[0].annual"),
    (JSONPath.root.appending(key: "稽东").appending(index: 2), "$.稽东[2]"),
    (JSONPath([.key("_a1"), .key("1a")]), #"$._a1["1a"]"#),
    (JSONPath([.key("two words"), .key(""), .key("a\"\n")]), #"$["two words"][""]["a\"\n"]"#),
  ])
func description(path: JSONPath, text: String) {
  #expect(path.description == text)
}
