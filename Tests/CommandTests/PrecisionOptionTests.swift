import Foundation
import Testing

@Suite("precision and memory, from the command line")
struct PrecisionOptionTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.torreya("init", "town.json")
    return folder
  }

  /// The number of trials in a manifest.
  private func trials(_ folder: CommandFolder, _ name: String) throws -> Int {
    let data = Data(try #require(folder.bytes(name + "/manifest.json")))
    let manifest = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(manifest["trials"] as? Int)
  }

  private let results = ["summary.csv", "targets.csv", "assumptions.csv", "manifest.json"]

  @Test("a precision gives the bytes of a plain run of as many trials, on any number of workers")
  func precision() throws {
    let folder = try folder()
    let wishes = ["--precision", "1%", "--precision", "fiscal.total.recurring@2025=0.5万元"]
    for threads in ["1", "2", "5"] {
      let run = try folder.torreya(
        "run", "town.json", "--trials", "100", wishes[0], wishes[1], wishes[2], wishes[3],
        "--threads", threads, "--output", threads)
      #expect(run.status == 0, "\(run.messages)")
    }
    let count = try trials(folder, "1")
    #expect(count % 16_384 == 0)
    try folder.torreya("run", "town.json", "--trials", "\(count)", "--output", "plain")
    for name in results {
      let expected = try #require(folder.bytes("plain/" + name))
      for threads in ["1", "2", "5"] { #expect(folder.bytes(threads + "/" + name) == expected) }
    }
    #expect(try folder.torreya("replay", "1/manifest.json").status == 0)
  }

  @Test("several periods have no precision, and what has is said, in both languages")
  func spans() throws {
    let folder = try folder()
    for (language, said) in [
      ("en", "a precision is wished of one period: 2025-01, "), ("zh", "精度只能针对单个时段，如 2025-01、"),
    ] {
      let run = try folder.torreya(
        "run", "town.json", "--precision", "fiscal.total.recurring@2025-Q2=1%", "--language",
        language)
      #expect(run.status == 64 && run.messages.contains(said), "\(run.messages)")
    }
  }

  @Test("a sketch gives the same bytes on any number of workers, and replays as one")
  func sketch() throws {
    let folder = try folder()
    for threads in ["1", "2", "5"] {
      let run = try folder.torreya(
        "run", "town.json", "--trials", "5000", "--quantiles", "sketch", "--threads", threads,
        "--output", threads)
      #expect(run.status == 0)
      #expect(run.output.contains("the trials were not kept"))
    }
    for name in results {
      let expected = try #require(folder.bytes("1/" + name))
      for threads in ["2", "5"] { #expect(folder.bytes(threads + "/" + name) == expected) }
    }
    #expect(folder.text("1/manifest.json")?.contains("\"quantiles\" : \"sketch\"") == true)
    #expect(try folder.torreya("replay", "1/manifest.json").status == 0)
    let exact = try folder.torreya("run", "town.json", "--trials", "5000", "--output", "exact")
    #expect(!exact.output.contains("the trials were not kept"))
    // Targets are counted exactly in either way.
    let columns = 0..<10
    func cells(_ name: String) -> [String] {
      (folder.text(name + "/targets.csv") ?? "").split(separator: "\n").map { line in
        line.split(separator: ",", omittingEmptySubsequences: false)[columns].joined(separator: ",")
      }
    }
    #expect(cells("1") == cells("exact"))
  }

  @Test("what the scenario wishes, unless the command line does")
  func scenario() throws {
    let folder = try folder()
    let text = try #require(folder.text("town.json"))
    let changed = text.replacingOccurrences(
      of: "\"simulation\": {",
      with: "\"simulation\": { \"precision\": [\"0.25%\"], \"maxTrials\": 100000,")
    #expect(changed != text)
    try folder.write("wish.json", changed)
    try folder.torreya("run", "wish.json", "--output", "a")
    let wished = try trials(folder, "a")
    #expect(wished > 16_384)
    try folder.torreya("run", "wish.json", "--precision", "2%", "--output", "b")
    #expect(try trials(folder, "b") == 16_384)
    let short = try folder.torreya("run", "wish.json", "--max-trials", "20000", "--output", "c")
    #expect(try trials(folder, "c") == 16_384)
    #expect(short.output.contains("do not reach the wished precision"))
    #expect(try folder.torreya("compare", "wish.json", "--output", "d").status == 0)
    #expect(try trials(folder, "d") == wished)
    try folder.write("bad.json", changed.replacingOccurrences(of: "0.25%", with: "0.25元"))
    let bad = try folder.torreya("check", "bad.json")
    #expect(bad.status == 65)
    #expect(bad.messages.contains("'0.25元' is no precision of a probability"))
    try folder.write("far.json", changed.replacingOccurrences(of: "0.25%", with: "nothing=1%"))
    let far = try folder.torreya("run", "far.json")
    #expect(far.status == 65)
    #expect(far.messages.contains("the scenario reports no indicator 'nothing'"))
  }

  @Test(
    "wishes that cannot be",
    arguments: [
      ("x", "'x' does not begin with a number"),
      ("5万元", "'5万元' is no precision of a probability: write one such as 0.5%"),
      ("0%", "a standard error is above 0"),
      ("fiscal.total.recuring=1%", "(did you mean 'fiscal.total.recurring'?)"),
      ("fiscal.total.recurring@2031=1%", "has no value for 2031; it has 2025-01"),
      ("fiscal.total.recurring=5人", "'fiscal.total.recurring' is in 万元"),
    ])
  func refused(wish: String, message: String) throws {
    let result = try folder().torreya("run", "town.json", "--precision", wish)
    #expect(result.status == 64)
    #expect(result.messages.contains(message), "\(result.messages)")
  }

  @Test("what does not go together")
  func contradictions() throws {
    let folder = try folder()
    let limit = try folder.torreya("run", "town.json", "--max-trials", "100")
    #expect(limit.status == 64)
    #expect(limit.messages.contains("--max-trials is for --precision"))
    let sketch = try folder.torreya("run", "town.json", "--trials-csv", "--quantiles", "sketch")
    #expect(sketch.status == 64)
    #expect(sketch.messages.contains("A sketch keeps no trials"))
  }
}
