import SourceText

/// What happens before the first trial: text to nodes in megabytes a second, and a scenario to its
/// plan.
func timeReading(_ stopwatch: Stopwatch) {
  let paths = ["scenarios/jidong-2024.json", "Benchmarks/scenarios/fiscal-12x36.json"]
  for path in paths {
    guard case .success(let file) = CurrentFolder().read(path) else { continue }
    stopwatch.timeBytes("reading", "JSON, \(path)", bytes: file.bytes.count) {
      _ = readJSON(SourceFile(name: path, bytes: file.bytes))
    }
  }
  let numbers = "[" + (0..<200_000).map { "\($0).\($0 % 97)" }.joined(separator: ", ") + "]"
  timeJSON("200,000 numbers", numbers, stopwatch)
  let objects =
    "[" + (0..<20_000).map { #"{ "id": "town\#($0)", "label": "稽东镇", "share": 0.5 }"# }
    .joined(separator: ",\n") + "]"
  timeJSON("20,000 objects", objects, stopwatch)
  let rows = (0..<50_000).map { "2024-01-\($0 % 28 + 1),dayOff,\"a, b\"" }
  let table = SourceFile(
    name: "table.csv", text: "date,kind,note\n" + rows.joined(separator: "\n") + "\n")
  stopwatch.timeBytes("reading", "CSV, 50,000 rows", bytes: table.bytes.count) {
    _ = readCSV(table)
  }
  for path in paths {
    // A thousand "items" make microseconds of nanoseconds.
    stopwatch.time("reading", "scenario to plan, \(path)", items: 1000, unit: "µs") {
      _ = plan(at: path)
    }
  }
}

private func timeJSON(_ name: String, _ text: String, _ stopwatch: Stopwatch) {
  let bytes = Array(text.utf8)
  stopwatch.timeBytes("reading", "JSON, \(name)", bytes: bytes.count) {
    _ = readJSON(SourceFile(name: name, bytes: bytes))
  }
}
