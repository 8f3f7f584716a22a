import Formulas
import SourceText

/// What is on the books at the as-of date, and what may still be booked.
///
/// Bookings are Poisson numbers, so those that are made before the as-of date and those that are
/// made after it are independent: the known ones replace the share that the lead time says is
/// booked by then, and the rest is still drawn. The books are complete from the first day that they
/// name on, or from the day after the as-of date; earlier days are drawn as a whole.
struct Books {
  static let booked = Field(
    "booked", .list(.object(Booking.descriptor)), .optional, zh: "基准日已预订的团",
    en: "the groups that are on the books at the as-of date")

  static let fields = [LeadTime.field, booked, Booking.file]

  /// The share of each day's groups that is not on the books yet.
  let openShare: [Double]
  /// The groups on the books, and their pupils where they are told; nil without books.
  let known: (groups: [Double], pupils: Pupils?)?

  /// The pupils of groups on the books whose number is told.
  struct Pupils {
    /// The pupils of each day.
    let pupils: [Double]
    /// The groups to which they belong.
    let groups: [Double]
  }

  init(_ reader: ObjectReader, _ days: TravelDays) {
    let horizon = reader.context.horizon
    let lead = LeadTime(reader)
    let bookings = reader.list(Self.booked).compactMap { Booking($0) } + Booking.rows(reader)
    guard let source = [Self.booked, Booking.file].first(where: reader.has) else {
      openShare = Array(repeating: 1, count: horizon.dayCount)
      known = nil
      return
    }
    let asOf = reader.context.asOf
    if asOf == nil {
      reader.reportInvalid(
        source,
        BilingualText(
          zh: "预订数据截至数据截止日，而情景没有写明该日期",
          en: "the books are of the as-of date, and the scenario has none"),
        expected: BilingualText(
          zh: "在情景最上层写 \"asOf\": \"2024-03-26\"",
          en: "\"asOf\": \"2024-03-26\" at the top of the scenario"))
    }
    if !reader.has(LeadTime.field) {
      reader.reportInvalid(
        source,
        BilingualText(
          zh: "没有写明到数据截止日，一天的团已有多少完成预订",
          en: "nothing says how many of a day's groups are booked by the as-of date"),
        expected: BilingualText(
          zh: "在旁边写 \"\(LeadTime.field.key)\": { \"14\": 1, \"60\": 0.5, \"120\": 0 }",
          en: "\"\(LeadTime.field.key)\": { \"14\": 1, \"60\": 0.5, \"120\": 0 } beside it"))
    }
    let firstDay = (bookings.map(\.span.lowerBound) + (asOf.map { [$0.adding(days: 1)] } ?? []))
      .min() ?? horizon.firstDay
    openShare = horizon.days.map { day in
      guard let lead, let asOf, day >= firstDay else { return 1 }
      return 1 - lead.bookedShare(daysAhead: day.dayNumber - asOf.dayNumber)
    }
    let nothing = [Double](repeating: 0, count: horizon.dayCount)
    func sum(_ bookings: [Booking], _ count: (Booking) -> Int) -> [Double] {
      bookings.reduce(nothing) { sums, booking in
        zip(sums, days.spread(count(booking), over: booking.span)).map { $0 + $1 }
      }
    }
    let told = bookings.filter { $0.pupilCount != nil }
    known = (
      sum(bookings) { $0.groupCount },
      told.isEmpty
        ? nil
        : Pupils(
          pupils: Self.pupils(told, days, nothing), groups: sum(told) { $0.groupCount })
    )
  }

  /// The pupils of each day: those of a booking go where its groups are.
  private static func pupils(_ told: [Booking], _ days: TravelDays, _ nothing: [Double])
    -> [Double]
  {
    told.reduce(nothing) { sums, booking in
      let mean = Double(booking.pupilCount ?? 0) / Double(booking.groupCount)
      let groups = days.spread(booking.groupCount, over: booking.span)
      return zip(sums, groups).map { $0 + $1 * mean }
    }
  }
}
