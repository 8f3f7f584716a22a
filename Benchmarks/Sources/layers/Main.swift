/// Times the layers one by one and writes CSV: `layers [--quick] [LAYER]…`, where LAYER is one of
/// kernels, distributions, counts, plans, reading.
///
/// Harnesses for benchmarks exist as packages. What they add, histograms and allocation counts, is
/// had here by a test (allocations) and callgrind (instructions); what is left is a loop with a
/// clock, which needs no dependency.
@main
struct Main {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    let stopwatch = Stopwatch(batches: words.contains("--quick") ? 5 : 25)
    let layers: [(name: String, cases: (Stopwatch) -> Void)] = [
      ("kernels", timeKernels), ("distributions", timeDistributions), ("counts", timeCounts),
      ("plans", timePlans), ("reading", timeReading),
    ]
    let chosen = Set(words.filter { !$0.hasPrefix("--") })
    print("layer,case,best,median,unit")
    for layer in layers where chosen.isEmpty || chosen.contains(layer.name) {
      layer.cases(stopwatch)
    }
  }
}
