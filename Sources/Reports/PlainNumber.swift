/// A number in plain decimal notation, with the fewest digits that read back as the same number.
///
/// Spreadsheets and people read `0.0000001` and `120000000000000000000`, not `1e-07` and
/// `1.2e+20`. Zero has no sign. What is not finite is no number to read: it is `–`.
///
/// - Accuracy: reads back exactly; see `Double.description`.
public func plainNumber(_ value: Double) -> String {
  var bytes: [UInt8] = []
  appendPlainNumber(value, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// What is shown in place of a number that is not finite.
private let noNumber = "–"

/// Appends what `plainNumber` gives.
func appendPlainNumber(_ value: Double, to bytes: inout [UInt8]) {
  guard value.isFinite else {
    bytes.append(contentsOf: noNumber.utf8)
    return
  }
  let digits = value.description.utf8
  // The standard library's text is the shortest one already; it is plain but for very large and
  // very small numbers, and ends with `.0` where there is no fraction.
  guard value != 0, !digits.contains(UInt8(ascii: "e")) else {
    bytes.append(contentsOf: DecimalDigits(value).text.utf8)
    return
  }
  bytes.append(contentsOf: digits)
  if bytes.last == UInt8(ascii: "0"), bytes[bytes.count - 2] == UInt8(ascii: ".") {
    bytes.removeLast(2)
  }
}

/// A number for the terminal: as `plainNumber`, but with about so many significant digits. Digits
/// before the decimal point are never given up.
///
/// - Precondition: `significantDigits` is positive.
public func plainNumber(_ value: Double, significantDigits: Int) -> String {
  precondition(significantDigits > 0, "a digit at least")
  guard value.isFinite else { return noNumber }
  var digits = DecimalDigits(value)
  digits.round(to: max(significantDigits, digits.pointPosition))
  return digits.text
}

/// A number with so many digits behind the decimal point, zeros included; halves are rounded away
/// from zero, and what rounds to zero has no sign.
///
/// - Precondition: `decimals` is not below 0.
public func plainNumber(_ value: Double, decimals: Int) -> String {
  precondition(decimals >= 0, "digits behind the point")
  guard value.isFinite else { return noNumber }
  var digits = DecimalDigits(value)
  digits.round(toDecimals: decimals)
  let text = digits.text
  let behind = text.split(separator: ".").dropFirst().first?.count ?? 0
  return text + (behind == 0 && decimals > 0 ? "." : "")
    + String(repeating: "0", count: max(0, decimals - behind))
}

/// How many digits behind the decimal point a figure has whose error is shown with one digit.
///
/// - Parameter standardError: above zero; none behind the point where it is one or more.
public func decimals(ofError standardError: Double) -> Int {
  precondition(standardError > 0, "an error")
  guard standardError.isFinite else { return 0 }
  return max(0, -DecimalDigits(standardError).placeOfFirstDigit)
}

/// A number as its sign, its digits and the position of the decimal point among them.
private struct DecimalDigits {
  private let isNegative: Bool
  /// Without zeros at either end; empty for zero.
  private var digits: [UInt8]
  /// How many digits stand before the point; negative for zeros behind it.
  private(set) var pointPosition: Int

  init(_ value: Double) {
    precondition(value.isFinite, "a finite number")
    // "-12.5", "1e-07", "1.2e+20": the standard library's text is the shortest one already.
    let parts = value.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    isNegative = value < 0
    digits = (whole + fraction).utf8.map { $0 - UInt8(ascii: "0") }
    pointPosition = whole.count + exponent
    trim()
  }

  /// Rounds to so many digits, halves away from zero.
  mutating func round(to count: Int) {
    guard count < digits.count else { return }
    let isUp = digits[count] >= 5
    digits.removeSubrange(count...)
    if isUp {
      var place = count - 1
      while place >= 0, digits[place] == 9 {
        digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        digits[place] += 1
      } else {
        digits.insert(1, at: 0)
        pointPosition += 1
      }
    }
    trim()
  }

  /// Rounds to so many digits behind the point.
  mutating func round(toDecimals count: Int) {
    let kept = pointPosition + count
    if kept < 0 {
      digits = []
      trim()
    } else {
      round(to: kept)
    }
  }

  /// The power of ten of the one digit to which it rounds.
  var placeOfFirstDigit: Int {
    var rounded = self
    rounded.round(to: 1)
    return rounded.pointPosition - 1
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    pointPosition = digits.isEmpty ? 0 : pointPosition - zeros
  }

  var text: String {
    guard !digits.isEmpty else { return "0" }
    var text = isNegative ? "-" : ""
    if pointPosition <= 0 {
      text += "0." + String(repeating: "0", count: -pointPosition)
    }
    for (place, digit) in digits.enumerated() {
      if place == pointPosition, place > 0 { text += "." }
      text.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + digit))
    }
    return text + String(repeating: "0", count: max(0, pointPosition - digits.count))
  }
}
