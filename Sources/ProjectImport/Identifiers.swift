/// Gives out ids, each once.
struct Identifiers {
  private var taken: Set<String>

  /// - Parameter reserved: names that mean something else where the ids stand.
  init(reserved: Set<String> = []) { taken = reserved }

  /// An id of a name: its words in camel case. A name in another script than Latin gives the kind
  /// with the number of the file, `task12`, since ids are typed in formulas; the name stays as the
  /// label. So does one that begins with a digit. A name that is taken gets the number behind it.
  mutating func make(_ name: String, kind: String, uid: String) -> String {
    let number = uid.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let id = camelCase(name) ?? kind + number
    for candidate in [id, id + number] where !taken.contains(candidate) {
      taken.insert(candidate)
      return candidate
    }
    var count = 2
    while taken.contains("\(id)\(number)_\(count)") { count += 1 }
    taken.insert("\(id)\(number)_\(count)")
    return "\(id)\(number)_\(count)"
  }
}

/// The words of a Latin name as one, such as `siteClearance`; nil for one that has other letters,
/// none, or a digit first.
func camelCase(_ name: String) -> String? {
  guard name.allSatisfy({ $0.isASCII || !$0.isLetter }) else { return nil }
  let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
  guard let first = words.first?.first, first.isLetter else { return nil }
  var id = ""
  for word in words where id.isEmpty || id.count + word.count <= 40 {
    id += id.isEmpty ? lowered(word) : word.prefix(1).uppercased() + tail(word)
  }
  return String(id.prefix(60))
}

private func lowered(_ word: Substring) -> String {
  isShouted(word) ? word.lowercased() : word.prefix(1).lowercased() + word.dropFirst()
}

private func tail(_ word: Substring) -> String {
  isShouted(word) ? word.dropFirst().lowercased() : String(word.dropFirst())
}

private func isShouted(_ word: Substring) -> Bool {
  word.count > 1 && !word.contains { $0.isLowercase }
}
