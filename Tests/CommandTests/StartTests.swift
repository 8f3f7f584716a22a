#if canImport(Glibc)
  import Testing

  @Suite("the start of a command")
  struct StartTests {
    /// To open OpenBLAS takes longer than all else that a process does before it reads its
    /// arguments. `LD_DEBUG` has the loader of glibc tell every library that it opens.
    @Test("OpenBLAS is opened by what factors and fits, and by nothing else")
    func openBLAS() throws {
      let folder = try CommandFolder()
      try folder.torreya("init", "town.json")
      let run = try folder.torreya(
        "run", "town.json", "--trials", "64", "--quiet", environment: ["LD_DEBUG": "files"])
      #expect(run.status == 0)
      #expect(run.messages.contains("libm.so"), "the loader tells what it opens")
      #expect(!run.messages.contains("openblas"))
      let years = (2000..<2024).map { "\($0),\(100 + $0 * 7 % 13),\(40 + $0 * 5 % 11)" }
      try folder.write("town.csv", "period,vat,deed\n" + years.joined(separator: "\n") + "\n")
      let forecast = try folder.torreya(
        "forecast", "town.csv", "--horizon", "2", "--model", "naive", "--sum", "town=vat+deed",
        environment: ["LD_DEBUG": "files"])
      #expect(forecast.status == 0)
      #expect(forecast.messages.contains("openblas"))
    }
  }
#endif
