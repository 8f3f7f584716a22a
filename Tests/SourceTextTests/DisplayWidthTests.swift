import Testing

import SourceText

@Test(
  "columns of a terminal",
  arguments: [
    ("", 0), ("abc", 3), ("稽东镇", 6), ("，", 2), ("“a”", 3), ("é", 1), ("e\u{301}", 1),
    ("ｱ", 1), ("Ａ", 2), ("🌲", 2), ("한", 2), ("\u{200B}", 0), ("万元/年", 7),
  ])
func displayWidth(text: String, columns: Int) {
  #expect(text.displayWidth == columns)
}
