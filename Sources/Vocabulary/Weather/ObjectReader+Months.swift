import Formulas
import SourceText

extension ObjectReader {
  /// Twelve numbers of a usual year, January first, from a list or from a column of a file.
  ///
  /// - Parameter largest: the largest number that a month can have, by the number of its days.
  /// - Errors: nil, with a diagnostic, when they are not twelve, or one is negative or too large.
  func months(_ field: Field, largest: (_ days: Double) -> Double) -> [Double]? {
    guard let (node, path) = member(field) else { return nil }
    let numbers: [Double]?
    switch node.value {
    case .array(let elements):
      numbers = elements.enumerated().compactMap { index, element in
        if case .number(let text) = element.value, let number = Double(text) { return number }
        context.report(
          wrongType(element, expected: .aNumber, path: path.appending(index: index)))
        return nil
      }
      if numbers?.count != elements.count { return nil }
    case .object: numbers = columnOfFile(node, path)
    default:
      context.report(wrongType(node, expected: field.shape.expectation, path: path))
      return nil
    }
    guard let numbers else { return nil }
    return checked(numbers, largest, node, path)
  }

  private func checked(
    _ numbers: [Double], _ largest: (_ days: Double) -> Double, _ node: JSONNode, _ path: JSONPath
  ) -> [Double]? {
    guard numbers.count == 12 else {
      context.report(
        Diagnostic(
          .invalidValue, BilingualText(zh: "一年有十二个月", en: "a year has twelve months"),
          at: node.range, path: path.description, expected: FieldShape.profile.expectation,
          found: BilingualText(zh: "\(numbers.count) 个数", en: "\(numbers.count) numbers")))
      return nil
    }
    for (index, number) in numbers.enumerated() {
      let most = largest(Self.usualDays[index])
      guard !(0...most).contains(number) else { continue }
      context.report(
        Diagnostic(
          .invalidValue,
          BilingualText(
            zh: "\(index + 1) 月不可能是这个数", en: "month \(index + 1) cannot have this number"),
          at: node.range, path: path.description,
          expected: BilingualText(
            zh: "0 到 \(most.inMessage) 的数", en: "a number from 0 to \(most.inMessage)"),
          found: .same(number.inMessage)))
      return nil
    }
    return numbers
  }

  /// The days of the months in a year without a leap day.
  private static let usualDays: [Double] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

extension Horizon {
  /// For each day the number of its month, divided by the days that the month has in that year.
  func perDay(_ months: [Double]) -> [Double] {
    days.map { day in
      let month = Period(.monthly, containing: day)
      return min(months[day.month - 1] / Double(month.days), 1)
    }
  }
}
