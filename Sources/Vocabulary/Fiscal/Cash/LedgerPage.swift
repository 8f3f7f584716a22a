import Formulas
import SourceText

/// The books of those sources of a tax that definitions do not tell apart.
struct LedgerPage {
  /// What the books say: names of indicators.
  private(set) var entries: [LedgerEntry: Formula] = [:]
  private(set) var paid: Formula = .constant(0, .yuan)
  private(set) var indicators: [Indicator] = []

  private let tax: Tax
  /// What stands before the names of entries; empty on the only page, whose entries are results.
  private let prefix: String
  /// Whether what was owed before the horizon stands on it.
  private let hasOpening: Bool

  /// - Parameter number: its place among the pages of the tax; nil for the only one.
  init(of tax: Tax, number: Int?, sources: [RevenueSource]) {
    self.tax = tax
    prefix = number.map { "page\($0)." } ?? ""
    hasOpening = number ?? 1 == 1
    let filed = sources.filter { $0.payment == .filed }
    let arising = sources.filter { $0.payment == .atOnce }.compactMap { $0.amounts[tax.id] }
    guard !filed.isEmpty else {
      paid = enter(.accrued, .total(arising, .yuan))
      _ = enter(.due, paid)
      return
    }
    let atOnce =
      arising.isEmpty
      ? nil : note("atOnce", "随发生入库", "paid as it arises", .flow, .total(arising, .yuan))
    let amounts = Formula.total(filed.compactMap { $0.amounts[tax.id] }, .yuan)
    let accrued = enter(.accrued, amounts, with: atOnce, filedAs: "filed")
    let (dues, refunds) = fallDue(accrued, filed.compactMap { $0.before[tax.id] })
    let due = enter(.due, dues, with: atOnce, filedAs: "filedDue")
    let refunded = refunds.map { enter(.refunded, $0) }
    let collected = collect(due, refunded.map { due + $0 } ?? due)
    let payment = atOnce.map { collected + $0 } ?? collected
    let isNamed = if case .reference = payment.node { true } else { false }
    paid = isNamed ? payment : note("paid", "入库", "paid", .flow, payment)
    owe(accrued, due, filed.compactMap { $0.before[tax.id] })
  }

  // MARK: Falling due

  /// What falls due in a period, and the part of it that is given back, below zero.
  private mutating func fallDue(_ accrued: Formula, _ past: [AccrualBefore]) -> (
    due: Formula, refunded: Formula?
  ) {
    guard !tax.filing.parts.isEmpty else { return (accrued, nil) }
    var refunds: [Formula] = []
    let dues = tax.filing.parts.map { part in
      let due = Formula.total(routed(accrued, by: part) + beforeHorizon(past, by: part), .yuan)
      guard part.mayBeNegative else { return due }
      let pattern = FilingCalendar.label(ofPattern: part.pattern)
      let name = note(
        "due." + part.pattern, pattern.zh + "申报的到期", "due, filed " + pattern.en, .flow, due)
      refunds.append(
        part.constant == nil ? .call(.maximum, -name, .constant(0, .yuan)) : -name)
      return name
    }
    return (.total(dues, .yuan), refunds.isEmpty ? nil : .total(refunds, .yuan))
  }

  /// What falls due by a pattern of what accrues within the horizon.
  private mutating func routed(_ accrued: Formula, by part: TaxFiling.Part) -> [Formula] {
    guard !part.route.shares.isEmpty else { return [] }
    let filed = part.constant == 1 ? accrued : accrued * part.share
    let balance = balance(of: filed, part)
    return part.route.shares.sorted { $0.key < $1.key }.map { lag, shares in
      let then =
        lag == 0
        ? balance
        : .call(.lagged, balance, .constant(Double(lag)), .constant(0, .yuan))
      return shares.allSatisfy { $0 == 1 } ? then : then * Formula(.series(shares, .share))
    }
  }

  /// What has accrued in the accrual period so far.
  private mutating func balance(of filed: Formula, _ part: TaxFiling.Part) -> Formula {
    guard let kept = part.route.kept else {
      if case .reference = filed.node { return filed }
      return balance(part, .flow, filed)
    }
    let name = tax.name(prefix + "balance." + part.pattern)
    let past = Formula.call(.previous, .reference(name), .constant(0, .yuan))
    return balance(part, .level, past * Formula(.series(kept, .share)) + filed)
  }

  private mutating func balance(
    _ part: TaxFiling.Part, _ kind: Indicator.Kind, _ formula: Formula
  ) -> Formula {
    let pattern = FilingCalendar.label(ofPattern: part.pattern)
    return note(
      "balance." + part.pattern, pattern.zh + "申报的应计累计",
      "accrued to be filed " + pattern.en, kind, formula)
  }

  /// What falls due by a pattern of what accrued before the horizon.
  private func beforeHorizon(_ past: [AccrualBefore], by part: TaxFiling.Part) -> [Formula] {
    let years = [
      (part.route.lastYear.due, past.map(\.lastYear)),
      (part.route.thisYear.due, past.map(\.thisYear)),
    ]
    return years.compactMap { shares, amounts in
      guard !amounts.isEmpty, shares.contains(where: { $0 != 0 }) else { return nil }
      let amount = Formula.total(amounts, .yuan) * Formula(.series(shares, .share))
      return part.constant == 1 ? amount : part.pastShare * amount
    }
  }

  // MARK: Paying

  /// What is paid of what falls due, and of older arrears with their surcharge.
  ///
  /// - Parameter claims: what falls due without refunds, which are never late.
  private mutating func collect(_ due: Formula, _ claims: Formula) -> Formula {
    let arrears = tax.arrears
    let opening = hasOpening ? arrears.opening : nil
    guard arrears.late != nil || opening != nil else { return due }
    let all = tax.name(prefix + LedgerEntry.arrears.rawValue)
    let before = note(
      "arrearsBefore", "期初欠税", "arrears at the start", .level,
      .call(.previous, .reference(all), opening ?? .constant(0, .yuan)))
    let late = arrears.late.map { note("overdue", "当期新增欠税", "newly overdue", .flow, $0 * claims) }
    var left = before
    var paid = late.map { due - $0 } ?? due
    if let share = arrears.recovered {
      let recovered = note("recovered", "清缴欠税", "arrears recovered", .flow, share * before)
      left = left - recovered
      paid = paid + recovered
    }
    if let share = arrears.writtenOff { left = left - enter(.writtenOff, share * before) }
    if let surcharge = addSurcharge(on: before, left: left) { paid = paid + surcharge }
    _ = enter(.arrears, late.map { left + $0 } ?? left)
    return paid
  }

  /// The surcharge that is paid with arrears; nil where there is none, or nothing is ever paid.
  ///
  /// - Parameters:
  ///   - before: the arrears with which a period begins.
  ///   - left: what is left of them at its end.
  private mutating func addSurcharge(on before: Formula, left: Formula) -> Formula? {
    let arrears = tax.arrears
    guard let surcharge = arrears.surcharge, let recovered = arrears.recovered else { return nil }
    let opening = hasOpening ? surcharge.opening : nil
    let owed = note(
      "surchargeBefore", "期初未缴滞纳金", "surcharge unpaid at the start", .level,
      .call(
        .previous, .reference(tax.name(prefix + "surchargeOwed")), opening ?? .constant(0, .yuan)))
    let gone = arrears.writtenOff.map { recovered + $0 } ?? recovered
    _ = note(
      "surchargeOwed", "期末未缴滞纳金", "surcharge unpaid", .level,
      owed * (.constant(1) - gone) + left * surcharge.onLeft)
    return enter(.surcharge, owed * recovered + before * surcharge.onRecovered)
  }

  /// What is accrued and not paid.
  private mutating func owe(_ accrued: Formula, _ due: Formula, _ past: [AccrualBefore]) {
    let parts = tax.filing.parts
    guard !parts.isEmpty else {
      if let arrears = entries[.arrears] { _ = enter(.receivable, arrears) }
      return
    }
    let terms = parts.flatMap { part in
      [
        (part.route.lastYear.open, past.map(\.lastYear)),
        (part.route.thisYear.open, past.map(\.thisYear)),
      ].compactMap { open, amounts -> Formula? in
        guard !amounts.isEmpty, open != 0 else { return nil }
        return part.pastShare * .constant(open) * .total(amounts, .yuan)
      }
    }
    let name = tax.name(prefix + "notYetDue")
    let opening = Formula.total(terms, .yuan)
    let notYetDue = note(
      "notYetDue", "尚未到期", "accrued and not yet due", .level,
      .call(.previous, .reference(name), opening) + accrued - due)
    _ = enter(.receivable, entries[.arrears].map { notYetDue + $0 } ?? notYetDue)
  }

  // MARK: Writing

  /// An entry of the books that other formulas can name.
  private mutating func enter(_ entry: LedgerEntry, _ formula: Formula) -> Formula {
    let key = prefix + entry.rawValue
    indicators.append(
      prefix.isEmpty ? tax.indicator(entry, formula) : tax.indicator(key, entry, formula, .inner))
    entries[entry] = .reference(tax.name(key))
    return .reference(tax.name(key))
  }

  /// An entry of what is filed and of what is paid at once.
  ///
  /// - Returns: the part that is filed.
  private mutating func enter(
    _ entry: LedgerEntry, _ filed: Formula, with atOnce: Formula?, filedAs key: String
  ) -> Formula {
    guard let atOnce else { return enter(entry, filed) }
    let part = note(
      key, entry.label.zh + "（申报部分）", entry.label.en + ", of what is filed", .flow, filed)
    _ = enter(entry, part + atOnce)
    return part
  }

  /// A figure beside the entries, for other formulas only.
  private mutating func note(
    _ key: String, _ chinese: String, _ english: String, _ kind: Indicator.Kind,
    _ formula: Formula
  ) -> Formula {
    let id = tax.name(prefix + key)
    indicators.append(
      Indicator(
        id, label: tax.labelled(chinese, english), kind: kind, unit: .tenThousandYuan, formula,
        visibility: .inner, origin: tax.origin))
    return .reference(id)
  }
}
