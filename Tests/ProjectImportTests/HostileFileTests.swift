import ProjectImport
import SeededNumbers
import SourceText
import Testing

/// What arrives by mail is not always what was sent.
@Suite struct HostileFileTests {
  private func imported(_ bytes: [UInt8]) -> ImportedProject {
    importProject(SourceFile(name: "plan.xml", bytes: bytes))
  }

  @Test func theWholePlanIsRead() {
    let whole = imported(Array(smallPlan.utf8))
    #expect(whole.activities == 3)
    #expect(whole.diagnostics.isEmpty)
  }

  @Test func aPlanCutOffAnywhereIsTold() {
    let bytes = Array(smallPlan.utf8)
    let end = smallPlan.utf8.count - 1
    for length in 0..<end {
      let cut = imported(Array(bytes[..<length]))
      #expect(cut.json == nil, "after \(length) bytes")
      let codes: [DiagnosticCode] = [.truncated, .emptyFile, .invalidUTF8, .syntax]
      #expect(cut.diagnostics.count == 1 && codes.contains(cut.diagnostics[0].code))
    }
  }

  /// Nothing crashes, and whatever happens is either a plan or a reason.
  @Test func damageIsReadOrTold() {
    let bytes = Array(smallPlan.utf8)
    var generator = SeededGenerator(20240304)
    for _ in 0..<3_000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: damaged.remove(at: place)
        case 2: damaged.insert(UInt8.random(in: 0x20...0x7E, using: &generator), at: place)
        // Digits keep the XML whole and make its numbers strange.
        default: damaged[place] = UInt8.random(in: 0x30...0x39, using: &generator)
        }
      }
      let result = imported(damaged)
      #expect(result.json != nil || !result.diagnostics.isEmpty)
      _ = printed(result.diagnostics, language: .en)
    }
  }

  /// Any text in any field.
  @Test func everyFieldMayHoldNonsense() {
    let nonsense = [
      "", "-1", "99999999999999999999", "NaN", "inf", "1e308", "2024-02-30T08:00:00",
      "9999-12-31T23:59:59", "-PT8H", "PT1E9H", "PT999999999999H", "P", "true", "春节",
    ]
    let parts = smallPlan.split(separator: "<").map(String.init)
    for place in parts.indices where parts[place].contains(">") && !parts[place].hasSuffix(">\n") {
      for text in nonsense {
        var changed = parts
        let name = parts[place].prefix { $0 != ">" }
        guard !name.hasPrefix("/"), !name.hasPrefix("?") else { continue }
        changed[place] = name + ">" + text
        let result = imported(Array(changed.map { "<" + $0 }.joined().utf8))
        #expect(result.json != nil || !result.diagnostics.isEmpty)
      }
    }
  }

  @Test func entitiesAreRefused() {
    var text = "<?xml version=\"1.0\"?><!DOCTYPE Project [<!ENTITY a0 \"haha\">"
    for level in 1...30 {
      let name = "&a\(level - 1);"
      text += "<!ENTITY a\(level) \"\(name)\(name)\(name)\(name)\">"
    }
    text += "]><Project><Title>&a30;</Title></Project>"
    let result = imported(Array(text.utf8))
    #expect(result.json == nil)
    #expect(result.diagnostics.map(\.code) == [.syntax])
  }

  /// Each is based on the next, and the last on the one that has holidays.
  @Test func aLongChainOfCalendarsIsRead() {
    let last = 20_000
    let chain = (2...last).map { uid in
      "<Calendar><UID>\(uid)</UID><BaseCalendarUID>\(uid % last + 1)</BaseCalendarUID></Calendar>"
    }
    let text = smallPlan.replacing("<CalendarUID>1<", with: "<CalendarUID>2<")
      .replacing("<Calendars>", with: "<Calendars>" + chain.joined())
    let result = imported(Array(text.utf8))
    #expect(result.diagnostics.isEmpty)
    #expect(result.json?.contains("劳动节") == true)
  }

  @Test func depthIsLimited() {
    let open = String(repeating: "<a>", count: 100_000)
    let result = imported(Array(("<Project>" + open).utf8))
    #expect(result.diagnostics.map(\.code) == [.nestingTooDeep])
  }
}
