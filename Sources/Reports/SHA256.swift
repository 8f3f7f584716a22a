import Crypto

/// The SHA-256 digest of some bytes, as 64 lowercase hexadecimal digits.
///
/// - Source: NIST, *Secure Hash Standard*, FIPS 180-4 (2015).
public func sha256Hex(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef")
  return String(
    SHA256.hash(data: Array(bytes)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
