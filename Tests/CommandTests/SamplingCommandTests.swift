import Foundation
import Testing

@Suite("sampling on the command line")
struct SamplingCommandTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.torreya("init", "town.json")
    return folder
  }

  @Test("each scheme gives its own numbers, and its run can be replayed")
  func schemes() throws {
    let folder = try folder()
    var summaries: Set<String> = []
    for scheme in ["pseudoRandom", "antithetic", "latinHypercube", "sobol"] {
      let run = try folder.torreya(
        "run", "town.json", "--trials", "2048", "--sampling", scheme, "--randomisations", "2",
        "--output", "no")
      // Only sobol has randomisations.
      #expect(run.status == (scheme == "sobol" ? 0 : 64))
      let result = try folder.torreya(
        "run", "town.json", "--trials", "64", "--sampling", scheme, "--quiet")
      #expect(result.status == 0)
      #expect(result.messages.isEmpty)
      summaries.insert(try #require(folder.text("results/summary.csv")))
      #expect(try #require(folder.text("results/manifest.json")).contains("\"\(scheme)\""))
      #expect(try folder.torreya("replay", "results/manifest.json").status == 0)
    }
    #expect(summaries.count == 4)
  }

  @Test("the command line goes before the scenario")
  func precedence() throws {
    let folder = try folder()
    let text = try #require(folder.text("town.json"))
    let seeded = text.replacingOccurrences(
      of: #""simulation": {"#, with: #""simulation": { "sampling": "sobol", "randomisations": 4,"#)
    try #require(seeded != text)
    try folder.write("sobol.json", seeded)
    func manifest(_ arguments: String) throws -> String {
      let command = "torreya run sobol.json --trials 40 --quiet "
      #expect(try folder.shell(command + arguments).status == 0)
      return try #require(folder.text("results/manifest.json"))
    }
    #expect(try manifest("").contains(#""randomisations" : 4"#))
    #expect(try manifest("--randomisations 8").contains(#""randomisations" : 8"#))
    #expect(try manifest("--sampling sobol").contains(#""randomisations" : 4"#))
    let other = try manifest("--sampling antithetic")
    #expect(other.contains(#""sampling" : "antithetic""#))
    #expect(!other.contains("randomisations"))
  }

  @Test("a number of trials that wastes something is remarked upon, in the language of the run")
  func remarks() throws {
    let folder = try folder()
    func messages(_ arguments: String) throws -> String {
      let result = try folder.shell("torreya run town.json " + arguments)
      #expect(result.status == 0)
      return result.messages
    }
    let sobol = try messages("--sampling sobol --randomisations 2 --trials 3000 --language en")
    #expect(
      sobol == """
        torreya: note: 3000 trials give the 2 randomisations of sobol unequal or \
        incomplete shares; it does best with 4096: 2 × 1024 × a power of two

        """)
    #expect(
      try messages("--sampling sobol --randomisations 2 --trials 4096 --language en").isEmpty)
    #expect(
      try messages("--sampling latinHypercube --trials 1000 --language zh").contains("1024 次可填满"))
    #expect(try messages("--sampling antithetic --trials 1001").contains("1008"))
    #expect(try messages("--sampling antithetic --trials 1008").isEmpty)
  }

  @Test("usage", arguments: [
    ("run town.json --sampling sobbol", "'sobbol' is invalid for '--sampling <scheme>'"),
    ("run town.json --randomisations 4", "add --sampling sobol"),
    ("run town.json --sampling sobol --randomisations 1", "must be from 2 to 1024"),
    ("compare town.json --sampling antithetic --randomisations 4", "antithetic has none"),
    ("explain town.json --stage plan --randomisations 4", "add --sampling sobol"),
  ])
  func usage(arguments: String, message: String) throws {
    let result = try folder().shell("torreya " + arguments)
    #expect(result.status == 64)
    #expect(result.messages.contains(message), "\(result.messages)")
  }

  @Test("the plan says which dimension a draw has")
  func plan() throws {
    let folder = try folder()
    let sobol = try folder.torreya(
      "explain", "town.json", "--stage", "plan", "--sampling", "sobol")
    #expect(sobol.output.contains("\ndimensions\n  1 \""))
    let plain = try folder.torreya("explain", "town.json", "--stage", "plan")
    #expect(!plain.output.contains("dimensions"))
    #expect(sobol.output.hasPrefix(plain.output.trimmingCharacters(in: .newlines)))
  }
}
