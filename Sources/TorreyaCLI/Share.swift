import ArgumentParser
import Torreya

/// A share as people write it: `70%` or `0.7`.
struct Share: ExpressibleByArgument, CustomStringConvertible {
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else {
      return nil
    }
    let value = isPercent ? number / 100 : number
    guard (0...1).contains(value) else { return nil }
    self.value = value
  }

  var description: String { "\(plainNumber(value * 100))%" }
  var defaultValueDescription: String { description }
}

/// A probability with which something is to hold: a share that is neither nothing nor all.
struct Confidence: CustomStringConvertible {
  let value: Double

  init(_ value: Double) { self.value = value }

  /// Reads one as people write it.
  init(parsing text: String) throws {
    guard let share = Share(argument: text)?.value, share > 0, share < 1 else {
      throw ValidationError(
        zh: "“\(text)”不是把握：请写 0.8 或 80% 这样的数。",
        en: "'\(text)' is no confidence: write a number such as 0.8 or 80%.")
    }
    value = share
  }

  var description: String { Share(value).description }
}
