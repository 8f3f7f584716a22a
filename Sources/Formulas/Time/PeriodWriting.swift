extension Period {
  /// The label of what a planner writes for a period or several, on a command line: `2024年`,
  /// `2024-6` and `2024年6月`, `2024Q2` and `2024年二季度`, `2024-H1` and `2024年上半年`, and two of
  /// them with `..`, `/`, `~` or `至` between. What is read as none stays as it is.
  public static func label(written text: String) -> String {
    var whole = Formulas.text(normalizedScalars(text).filter { $0 != " " })
    for sign in ["..", "至", "~"] { whole = whole.replacing(sign, with: "/") }
    let ends = whole.split(separator: "/", omittingEmptySubsequences: false)
    // 2024/6 is a month, and 2024-01/2024-06 are six.
    if let one = single(whole) { return joined(one) }
    guard ends.count == 2, let first = single(String(ends[0])), let last = single(String(ends[1]))
    else { return text }
    return joined((first.first, last.last))
  }

  private static func joined(_ ends: (first: Period, last: Period)) -> String {
    ends.first == ends.last ? ends.first.label : "\(ends.first.label)..\(ends.last.label)"
  }

  /// A year and what follows it.
  private static func single(_ text: String) -> (first: Period, last: Period)? {
    let characters = Array(text.lowercased())
    guard characters.count >= 4, let year = Int(String(characters[..<4])), year >= 1 else {
      return nil
    }
    var rest = String(characters[4...])
    if rest.isEmpty || rest == "年" || rest == "年度" { return same(Period(.yearly, year: year)) }
    let isParted = rest.first.map { "-/.年".contains($0) } ?? false
    if isParted { rest.removeFirst() }
    if let half = ["h1": 1, "上半年": 1, "h2": 7, "下半年": 7][rest] {
      let first = Period(.monthly, year: year, number: half)
      return (first, first.advanced(by: 5))
    }
    if let quarter = quarter(rest) { return same(Period(.quarterly, year: year, number: quarter)) }
    for ending in ["月份", "月"] where rest.hasSuffix(ending) {
      rest.removeLast(ending.count)
      break
    }
    guard isParted, rest.count <= 2, rest.allSatisfy({ ("0"..."9").contains($0) }),
      let month = Int(rest), (1...12).contains(month)
    else { return nil }
    return same(Period(.monthly, year: year, number: month))
  }

  private static func same(_ period: Period) -> (first: Period, last: Period) { (period, period) }

  /// The number of a quarter: `q2`, `2季度`, `第二季度`, `二季`.
  private static func quarter(_ text: String) -> Int? {
    var rest = text
    if rest.hasPrefix("q") {
      rest.removeFirst()
    } else {
      guard let ending = ["季度", "季"].first(where: rest.hasSuffix) else { return nil }
      rest.removeLast(ending.count)
      if rest.hasPrefix("第") { rest.removeFirst() }
    }
    return ["1": 1, "一": 1, "2": 2, "二": 2, "3": 3, "三": 3, "4": 4, "四": 4][rest]
  }
}
