import Crypto

/// A SHA-256 digest that takes its bytes piece by piece.
///
/// - Source: NIST, *Secure Hash Standard*, FIPS 180-4 (2015).
public struct SHA256Digest {
  private var state = SHA256()

  public init() {}

  public mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

  /// The digest of all bytes so far, as 64 lowercase hexadecimal digits.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return String(state.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

/// The SHA-256 digest of some bytes, as 64 lowercase hexadecimal digits.
public func sha256Hex(_ bytes: some Sequence<UInt8>) -> String {
  var digest = SHA256Digest()
  digest.update(Array(bytes))
  return digest.hexadecimal
}
