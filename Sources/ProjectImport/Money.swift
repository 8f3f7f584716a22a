/// Reads amounts of money.
struct Money {
  /// What one unit of the file is in yuan; nil when that is not known.
  private let yuanPerUnit: Double?

  init(_ project: XMLElement, _ options: ImportOptions, _ log: ImportLog) {
    let code = project.text("CurrencyCode")
    let symbol = project.text("CurrencySymbol")
    let isYuan =
      code.map { ["CNY", "RMB"].contains($0.uppercased()) }
      ?? symbol.map { ["¥", "￥", "元"].contains($0) } ?? true
    yuanPerUnit = options.yuanPerUnit ?? (isYuan ? 1 : nil)
    guard yuanPerUnit == nil else { return }
    let hasCosts = project.children("Task", in: "Tasks").contains {
      ($0.number("Cost") ?? 0) != 0 || ($0.number("FixedCost") ?? 0) != 0
    }
    if hasCosts {
      log.lost(
        project.child("CurrencyCode") ?? project.child("CurrencySymbol") ?? project,
        .init(
          zh: "费用的货币是 \(code ?? symbol ?? "另一种")",
          en: "costs are in \(code ?? symbol ?? "another currency")"),
        becomes: .init(
          zh: "费用未采用：请用 --exchange-rate 给出一单位折合多少元",
          en: "they are left out: give --exchange-rate, the yuan for one unit"))
    }
  }

  /// An amount in yuan; nil where there is none, or it cannot be told in yuan.
  func amount(_ element: XMLElement, _ name: String) -> Double? {
    // The schema counts in hundredths.
    guard let yuanPerUnit, let value = element.number(name) else { return nil }
    return value / 100 * yuanPerUnit
  }

  /// As a planner writes it.
  func json(_ yuan: Double) -> JSONText {
    let isLarge = abs(yuan) >= 10_000
    return .string(isLarge ? shortNumber(yuan / 10_000) + "万元" : shortNumber(yuan) + "元")
  }
}
