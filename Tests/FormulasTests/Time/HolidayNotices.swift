import Foundation

@testable import Formulas

/// The rows of `seeds/holidays-cn.csv`: what the yearly notices say.
enum HolidayNotices {
  static let entries: [HolidayEntry] = {
    let root = (0..<4).reduce(URL(filePath: #filePath)) { file, _ in
      file.deletingLastPathComponent()
    }
    let file = root.appending(path: "seeds").appending(path: "holidays-cn.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 4, let date = CalendarDate(iso: cells[0]),
        let kind = HolidayEntry.Kind(rawValue: cells[2])
      else { return nil }
      return HolidayEntry(date, kind, name: cells[1])
    }
  }()
}

extension HolidayBlock: CustomStringConvertible {
  /// Such as `nationalDay 2024-10-01…2024-10-07 worked 2024-09-29 2024-10-12`.
  public var description: String {
    let names = holidays.isEmpty ? "other" : holidays.map(\.rawValue).joined(separator: "+")
    let worked = makeUpWorkdays.map { " \($0)" }.joined()
    return "\(names) \(firstDay)…\(lastDay)" + (worked.isEmpty ? "" : " worked" + worked)
  }
}
