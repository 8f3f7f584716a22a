extension Period {
  /// The periods that a text names, from the first to the last, as planners, spreadsheets and files
  /// write them; nil for anything else.
  ///
  /// Years (`2024`, `2024年`, `2024年度`), quarters (`2024-Q1`, `2024Q1`, `2024年一季度`,
  /// `2024年第1季度`), months (`2024-01`, `2024/1`, `2024年1月`, `202401`), halves (`2024-H1`,
  /// `2024年上半年`), the first three quarters (`2024年前三季度`), and two of them with `..`, `/`,
  /// `~`, `至` or `到` between, of which the second may leave the year out: `2024年1至6月`,
  /// `2024年1-6月`, `2024-H1..2024-Q3`. Full-width forms and spaces do not matter.
  ///
  /// This is the one reader of written periods. What is longer than its parts, such as a half, is
  /// made of months, and so is what lies between periods of different lengths.
  public static func ends(written text: String) -> ClosedRange<Period>? {
    var whole = Formulas.text(normalizedScalars(text).filter { $0 != " " }).lowercased()
    // 2024/6 is a month, and 2024-01/2024-06 are six.
    if let one = single(whole) { return one }
    for sign in ["..", "~", "——", "—", "至", "到"] {
      if let cut = whole.firstRange(of: sign) {
        return joined(String(whole[..<cut.lowerBound]), String(whole[cut.upperBound...]))
      }
    }
    if let year = whole.firstIndex(of: "年") {
      // 2024年1-6月.
      let behind = whole.index(after: year)
      whole = String(whole[..<behind]) + String(whole[behind...]).replacing("-", with: "/")
    }
    let sides = whole.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return sides.count == 2 ? joined(sides[0], sides[1]) : nil
  }

  /// The one period that a text names, as `ends(written:)` reads it; nil for anything else.
  public init?(written text: String) {
    guard let ends = Period.ends(written: text), ends.lowerBound == ends.upperBound else {
      return nil
    }
    self = ends.lowerBound
  }

  /// The label of what a planner writes for a period or several: `2024-06`, `2024-01..2024-06`.
  /// What is read as none stays as it is.
  public static func label(written text: String) -> String {
    guard let ends = ends(written: text) else { return text }
    return ends.lowerBound == ends.upperBound
      ? ends.lowerBound.label : "\(ends.lowerBound.label)..\(ends.upperBound.label)"
  }

  // MARK: Two of them

  private static func joined(_ first: String, _ last: String) -> ClosedRange<Period>? {
    pair(first, last).flatMap { joined($0.first, $0.last) }
  }

  /// The two sides of what lies between two periods.
  private static func pair(_ first: String, _ last: String)
    -> (first: ClosedRange<Period>, last: ClosedRange<Period>)?
  {
    if let left = single(first), let right = single(last) { return (left, right) }
    // The second one is in the year of the first, and may say what both are: 2024年1/6月.
    guard let (year, rest) = year(of: first), first.contains("年"), !last.isEmpty,
      let right = single("\(padded(year, to: 4))年" + last)
    else { return nil }
    let kind = last.drop { digits[$0] != nil || $0 == "第" }
    let own = digits[rest.last ?? " "] == nil ? rest : rest + kind
    return single("\(padded(year, to: 4))年" + own).map { ($0, right) }
  }

  /// From the first of some periods to the last of others that come after them, or are they; of
  /// months where they are not of one length.
  private static func joined(_ first: ClosedRange<Period>, _ last: ClosedRange<Period>)
    -> ClosedRange<Period>?
  {
    guard first == last || first.upperBound.lastDay < last.lowerBound.firstDay else { return nil }
    guard first.lowerBound.frequency != last.upperBound.frequency else {
      return first.lowerBound...last.upperBound
    }
    return Period(.monthly, containing: first.lowerBound.firstDay)...Period(
      .monthly, containing: last.upperBound.lastDay)
  }

  // MARK: One of them

  /// Chinese numerals up to four count as digits where a quarter or a month is meant.
  private static let digits: [Character: Int] = [
    "0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "一": 1,
    "二": 2, "三": 3, "四": 4,
  ]

  /// The numerals of months that no digit writes.
  private static let numerals = [
    "十一": "11", "十二": "12", "十": "10", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
  ]

  /// A year of four digits, and what follows it.
  private static func year(of text: String) -> (year: Int, rest: String)? {
    // The day after the last year is none of the calendar.
    guard text.count >= 4, let year = Formulas.number(Array(text.prefix(4).utf8)[...]),
      (1...9998).contains(year)
    else { return nil }
    var rest = text.dropFirst(4)
    if rest.first == "年" { rest = rest.dropFirst() }
    return (year, String(rest))
  }

  /// A year and what follows it.
  private static func single(_ text: String) -> ClosedRange<Period>? {
    guard let (year, behind) = year(of: text) else { return nil }
    if ["", "度", "全年"].contains(behind) { return same(.yearly, year, 1) }
    var rest = behind
    let isParted = text.dropFirst(4).first == "年"
    let hasSign = !isParted && rest.first.map { "-/.".contains($0) } ?? false
    if hasSign { rest.removeFirst() }
    if let half = ["h1": 1, "上半年": 1, "h2": 7, "下半年": 7][rest] {
      return months(year, half, half + 5)
    }
    if ["前三季度", "前3季度"].contains(rest) { return months(year, 1, 9) }
    if let quarter = quarter(rest) { return same(.quarterly, year, quarter) }
    // 202401.
    if !isParted, !hasSign, rest.count == 2 { return month(year, rest) }
    guard isParted || hasSign else { return nil }
    for ending in ["月份", "月"] where rest.hasSuffix(ending) {
      rest.removeLast(ending.count)
      break
    }
    return month(year, rest)
  }

  private static func month(_ year: Int, _ text: String) -> ClosedRange<Period>? {
    guard let number = whole(numerals[text] ?? text), (1...12).contains(number) else { return nil }
    return same(.monthly, year, number)
  }

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
    return whole(rest).flatMap { (1...4).contains($0) ? $0 : nil }
  }

  /// One or two digits as a number; numerals stand alone.
  private static func whole(_ text: String) -> Int? {
    guard (1...2).contains(text.count) else { return nil }
    var number = 0
    for character in text {
      guard let digit = digits[character], text.count == 1 || character.isASCII else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  private static func same(_ frequency: Frequency, _ year: Int, _ number: Int)
    -> ClosedRange<Period>
  {
    let period = Period(frequency, year: year, number: number)
    return period...period
  }

  private static func months(_ year: Int, _ first: Int, _ last: Int) -> ClosedRange<Period> {
    Period(.monthly, year: year, number: first)...Period(.monthly, year: year, number: last)
  }
}
