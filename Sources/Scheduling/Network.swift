/// Activities, the links between them, and what limits them: all that a schedule is made of.
///
/// A *moment* is a number of days since the start of 1970-01-01, so `19783.5` is noon of
/// 2024-03-01. What ends with a day ends as the next one begins. Everything uncertain is an input:
/// a number that each trial brings along.
///
/// - Source: Kelley and Walker, *Critical-Path Planning and Scheduling* (1959); Kerbosch and
///   Schell, *Network Planning by the Extended METRA Potential Method* (1975), for the four kinds
///   of link.
public struct Network: Equatable, Sendable {
  /// In an order in which each activity comes after those that its links name. Where resources
  /// limit the work it is also the order in which the activities are put on the calendar.
  public var activities: [Activity]
  public var links: [Link]
  /// The lines of working time that activities and lags are measured on.
  public var lines: [WorkLine]
  /// How many projects there are; each has an end of its own, against which float is measured.
  public var projects: Int
  /// How many numbers a trial brings along.
  public var inputs: Int
  /// Crews and machines.
  public var resources: [Resource]
  /// Money that is released in time.
  public var budgets: [Budget]
  /// The moments by which projects should have ended, by project: priority rules look at them, and
  /// dates do not. Projects without one are left out.
  public var deadlines: [Int: Double]

  public init(
    activities: [Activity], links: [Link], lines: [WorkLine], projects: Int = 1, inputs: Int,
    resources: [Resource] = [], budgets: [Budget] = [], deadlines: [Int: Double] = [:]
  ) {
    self.deadlines = deadlines
    self.activities = activities
    self.links = links
    self.lines = lines
    self.projects = projects
    self.inputs = inputs
    self.resources = resources
    self.budgets = budgets
  }

  /// A number that is the same in all trials, or one that a trial brings along.
  public enum Amount: Hashable, Sendable {
    case fixed(Double)
    /// The place of an input.
    case input(Int)
  }

  /// A piece of work, a milestone (no duration), or a hammock.
  public struct Activity: Hashable, Sendable {
    /// The project to which it belongs.
    public var project: Int
    /// The line on which it is worked.
    public var line: Int
    /// Working time on its line; what is left of it at `resumes` when it has begun.
    public var duration: Amount
    /// The moment before which it cannot begin; nil when there is none.
    public var notBefore: Amount?
    /// 0 where it does not take place: it then takes no time, no resource and no money, and what
    /// comes after it waits only for what came before it. nil when it always takes place.
    public var occurs: Amount?
    /// The moment at which it has begun: links and `notBefore` no longer move its start. Its
    /// duration counts from `notBefore` on, the day of the status.
    public var begun: Amount?
    /// The moment at which it has ended; with `begun`. Its duration is not looked at.
    public var ended: Amount?
    /// The moment by which it should have ended: priority rules look at it, and dates do not.
    public var deadline: Double?
    /// What it occupies from its start to its finish.
    public var demands: [Demand]
    /// The money that it needs at its start.
    public var spending: [Spending]
    /// Where it is a hammock: it spans from the first start of some activities to the last finish
    /// of others. Nothing links to it or from it.
    public var hammock: Hammock?

    public init(
      project: Int = 0, line: Int = 0, duration: Amount, notBefore: Amount? = nil,
      occurs: Amount? = nil, begun: Amount? = nil, ended: Amount? = nil, deadline: Double? = nil,
      demands: [Demand] = [], spending: [Spending] = [], hammock: Hammock? = nil
    ) {
      self.project = project
      self.line = line
      self.duration = duration
      self.notBefore = notBefore
      self.occurs = occurs
      self.begun = begun
      self.ended = ended
      self.deadline = deadline
      self.demands = demands
      self.spending = spending
      self.hammock = hammock
    }
  }

  /// What a hammock hangs from.
  public struct Hammock: Hashable, Sendable {
    public var from: [Int]
    public var to: [Int]

    public init(from: [Int], to: [Int]) {
      self.from = from
      self.to = to
    }
  }

  /// A condition between two activities.
  public struct Link: Hashable, Sendable {
    public enum Kind: Int32, CaseIterable, Sendable {
      case finishToStart, startToStart, finishToFinish, startToFinish
    }

    public var predecessor: Int
    public var successor: Int
    public var kind: Kind
    /// The time that has to pass; negative for a lead.
    public var lag: Amount
    /// The line on which the lag is measured; nil for calendar days.
    public var lagLine: Int?

    public init(
      _ predecessor: Int, _ successor: Int, _ kind: Kind = .finishToStart,
      lag: Amount = .fixed(0), lagLine: Int? = nil
    ) {
      self.predecessor = predecessor
      self.successor = successor
      self.kind = kind
      self.lag = lag
      self.lagLine = lagLine
    }
  }

  /// Crews or machines of one kind.
  public struct Resource: Equatable, Sendable {
    /// How many there are from each moment on, the first one from the beginning of time.
    public var capacity: [(from: Double, amount: Double)]

    public init(capacity: [(from: Double, amount: Double)]) { self.capacity = capacity }
    public init(_ amount: Double) { capacity = [(-.infinity, amount)] }

    public static func == (left: Resource, right: Resource) -> Bool {
      left.capacity.elementsEqual(right.capacity, by: ==)
    }
  }

  /// How much of a resource an activity occupies.
  public struct Demand: Hashable, Sendable {
    public var resource: Int
    public var amount: Double

    public init(resource: Int, amount: Double) {
      self.resource = resource
      self.amount = amount
    }
  }

  /// Money that is released at some moments; an activity begins when what it needs is there and
  /// not promised to those before it in the order.
  public struct Budget: Equatable, Sendable {
    public var releases: [(at: Amount, amount: Amount)]
    /// Releases after an activity has ended: its place, the days after, and the amount.
    public var afterActivities: [(activity: Int, delay: Amount, amount: Amount)]

    public init(
      releases: [(at: Amount, amount: Amount)],
      afterActivities: [(activity: Int, delay: Amount, amount: Amount)] = []
    ) {
      self.releases = releases
      self.afterActivities = afterActivities
    }

    public static func == (left: Budget, right: Budget) -> Bool {
      left.releases.elementsEqual(right.releases, by: ==)
        && left.afterActivities.elementsEqual(right.afterActivities, by: ==)
    }
  }

  /// Money that an activity needs at its start.
  public struct Spending: Hashable, Sendable {
    public var budget: Int
    public var amount: Amount

    public init(budget: Int, amount: Amount) {
      self.budget = budget
      self.amount = amount
    }
  }

  /// What a schedule says of an activity.
  public enum Quantity: Int32, CaseIterable, Hashable, Sendable {
    /// The moment from which it may be worked on, and the one at which it is done.
    case begins, ends
    /// The day on which work starts, and the one on which it finishes: whole days since 1970-01-01.
    case start, finish
    /// Working time on its line by which it can end later without moving the end of its project.
    case totalFloat
    /// Working time on its line by which it can end later without moving what follows.
    case freeFloat
    /// 1 where it has no total float, else 0.
    case critical
    /// The days of its line that weather has lost it.
    case lostToWeather
    /// How long it waited for crews, machines or money, in calendar days.
    case waited
  }

  /// Total float below this counts as none.
  ///
  /// - Unit: days; a tenth of a second.
  public static let criticalFloat = 1e-6
}
