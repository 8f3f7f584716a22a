import SourceText

extension Finding {
  /// A cell that tells no period.
  static func noPeriod(_ text: String, cell: (row: Int, column: Int)) -> Finding {
    let isEmpty = text.allSatisfy(\.isWhitespace)
    let isSum = ["合计", "总计", "全年", "小计", "累计", "total", "sum"].contains {
      text.lowercased().contains($0)
    }
    return Finding(
      code: .invalidValue,
      message: isEmpty ? .init(zh: "这一行没有时段", en: "the row has no period") : .noPeriod,
      cell: cell, expected: .aPeriod, found: isEmpty ? nil : .quoted(text),
      suggestion: isSum
        ? .init(zh: "删去合计行", en: "remove rows that are sums of others") : nil)
  }

  /// A cell that tells no number.
  static func noNumber(
    _ defect: NumberText.Defect, _ text: String, cell: (row: Int, column: Int)
  ) -> Finding {
    Finding(
      code: defect == .tooLarge ? .numberOverflow : .invalidValue, message: defect.message,
      cell: cell,
      expected: .init(
        zh: "数，如 556.7、1,234 或 5000万元", en: "a number, such as 556.7, 1,234 or 5000万元"),
      found: .quoted(text),
      suggestion: .init(
        zh: "没有数的单元格留空", en: "leave the cell empty where nothing is known"))
  }
}

extension BilingualText {
  static let noPeriod = BilingualText(zh: "这不是时段", en: "this is no period")
  static let noNumber = BilingualText(zh: "这不是数", en: "this is no number")
  static let aPeriod = BilingualText(
    zh: "月、季或年，如 2023-01", en: "a month, quarter or year, such as 2023-01")

  /// Which columns a file has.
  static func columns(_ names: [String]) -> BilingualText {
    let list = names.map(BilingualText.same).joined()
    return BilingualText(zh: "各列为\(list.zh)", en: "the columns \(list.en)")
  }

  static let aYear = BilingualText(zh: "年份，如 2023", en: "a year, such as 2023")

  static func number(to most: Int) -> BilingualText {
    BilingualText(zh: "1 到 \(most) 的数", en: "a number from 1 to \(most)")
  }
}
