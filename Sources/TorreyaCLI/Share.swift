import ArgumentParser
import Torreya

/// A share as people write it: `70%` or `0.7`.
struct Share: ExpressibleByArgument, CustomStringConvertible {
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument text: String) {
    let argument = String(String.UnicodeScalarView(normalizedScalars(text.trimmingBlanks)))
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

/// A probability with which something is to hold, as people write it: a share that is neither
/// nothing nor all.
struct Confidence: ExpressibleByArgument, CustomStringConvertible {
  let description: String

  init(argument: String) { description = argument }

  /// The number.
  ///
  /// - Throws: when it is none between 0 and 1.
  func checked() throws -> Double {
    guard let share = Share(argument: description)?.value, share > 0, share < 1 else {
      throw ValidationError(
        zh: "“\(description)”不是把握：请写 0.8 或 80% 这样的数。",
        en: "'\(description)' is no confidence: write a number such as 0.8 or 80%.")
    }
    return share
  }

  /// The number, once it has been checked.
  var value: Double {
    guard let share = Share(argument: description)?.value else {
      preconditionFailure("a confidence is checked before it is asked for")
    }
    return share
  }

  var defaultValueDescription: String { description }
}
