/// How many numbers fall into each bucket of a layout: the quantiles of more numbers than memory
/// can hold.
///
/// Counts are whole numbers and simply add up, so neither the order of the numbers nor the order
/// in which sketches are merged shows in a result. A page of buckets is made when the first
/// number falls into it.
///
/// - Accuracy: a quantile lies at most 1/4096 of its distance from the layout's centre (of the
///   floor, within it) from the exact one, on the side of the centre; see `SketchLayout`.
public final class QuantileSketch: @unchecked Sendable {
  private typealias Page = UnsafeMutablePointer<UInt32>

  public let layout: SketchLayout
  public private(set) var count = 0
  /// The pages above the centre in even places, those below in odd ones, nearest first.
  private let pages: UnsafeMutablePointer<Page?>
  private let places: Int
  private var pagesMade = 0

  public init(_ layout: SketchLayout) {
    self.layout = layout
    places = 2 * layout.pages
    pages = .allocate(capacity: places)
    pages.initialize(repeating: nil, count: places)
  }

  deinit {
    for place in 0..<places { pages[place]?.deallocate() }
    pages.deallocate()
  }

  /// Takes in numbers.
  ///
  /// - Precondition: none is NaN; fewer than 2³² numbers in all.
  /// - Complexity: O(n), about 1 ns per number.
  public func add(_ numbers: UnsafeBufferPointer<Double>) {
    let layout = layout
    let pages = pages
    for number in numbers {
      let difference = number - layout.centre
      let bucket = layout.bucket(difference.magnitude)
      let place = (bucket >> SketchLayout.bitsInPage) &* 2 &+ (difference < 0 ? 1 : 0)
      let page = pages[place] ?? makePage(place)
      page[bucket & (SketchLayout.bucketsInPage - 1)] &+= 1
    }
    count += numbers.count
  }

  /// Takes in what another sketch has counted.
  ///
  /// - Precondition: both have the same layout.
  public func merge(_ other: QuantileSketch) {
    precondition(layout == other.layout, "buckets of one kind")
    for place in 0..<places {
      guard let theirs = other.pages[place] else { continue }
      let ours = pages[place] ?? makePage(place)
      for bucket in 0..<SketchLayout.bucketsInPage { ours[bucket] += theirs[bucket] }
    }
    count += other.count
  }

  @inline(never)
  private func makePage(_ place: Int) -> Page {
    let page = Page.allocate(capacity: SketchLayout.bucketsInPage)
    page.initialize(repeating: 0, count: SketchLayout.bucketsInPage)
    pages[place] = page
    pagesMade += 1
    return page
  }

  /// What it takes.
  ///
  /// - Unit: bytes.
  public var bytes: Int {
    pagesMade * SketchLayout.bucketsInPage * MemoryLayout<UInt32>.stride
      + places * MemoryLayout<Page?>.stride
  }

  /// What a sketch of a million usual numbers takes: some ten doublings on each side.
  ///
  /// - Unit: bytes.
  public static let usualBytes = 24 * SketchLayout.bucketsInPage * MemoryLayout<UInt32>.stride

  /// For each probability the quantile; NaN if nothing was counted.
  public func quantiles(at probabilities: [Double]) -> [Double] {
    guard count > 0 else { return probabilities.map { _ in .nan } }
    return values(ofRanks: probabilities.map { rank(of: $0, among: count) })
  }

  /// For each probability the boldest number that at least that share of the numbers reaches:
  /// the quantile counted from above.
  public func quantilesFromAbove(at probabilities: [Double]) -> [Double] {
    guard count > 0 else { return probabilities.map { _ in .nan } }
    return values(ofRanks: probabilities.map { count - 1 - rank(of: $0, among: count) })
  }

  /// The numbers at some places of the sorted order, counted from 0.
  private func values(ofRanks ranks: [Int]) -> [Double] {
    var found = [Double](repeating: .nan, count: ranks.count)
    var waiting = ranks.indices.sorted { ranks[$0] < ranks[$1] }[...]
    var passed = 0
    forEachBucket { value, count in
      passed += count
      while let next = waiting.first, ranks[next] < passed {
        found[next] = value
        waiting.removeFirst()
      }
    }
    return found
  }

  /// Goes through the buckets that hold numbers, in ascending order.
  private func forEachBucket(_ body: (_ value: Double, _ count: Int) -> Void) {
    let (last, mask) = (layout.pages - 1, SketchLayout.bucketsInPage - 1)
    for index in stride(from: last, through: 0, by: -1) {
      guard let page = pages[2 * index + 1] else { continue }
      for bucket in stride(from: mask, through: 0, by: -1) where page[bucket] > 0 {
        let distance = layout.distance(index << SketchLayout.bitsInPage | bucket)
        body(layout.centre - distance, Int(page[bucket]))
      }
    }
    for index in 0...last {
      guard let page = pages[2 * index] else { continue }
      for bucket in 0...mask where page[bucket] > 0 {
        let distance = layout.distance(index << SketchLayout.bitsInPage | bucket)
        body(layout.centre + distance, Int(page[bucket]))
      }
    }
  }
}
