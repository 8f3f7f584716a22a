/// The integral of a smooth function over an interval, by Gauss–Legendre panels of 16 points.
///
/// - Accuracy: full for a function that is close to a polynomial of degree 31 on each panel.
func integral(
  from low: Double, to high: Double, panels: Int, of function: (Double) -> Double
) -> Double {
  var sum = 0.0
  let half = (high - low) / Double(panels) / 2
  for panel in 0..<panels {
    let centre = low + half * Double(2 * panel + 1)
    for (node, weight) in gaussLegendre {
      sum += weight * (function(centre - half * node) + function(centre + half * node))
    }
  }
  return sum * half
}

/// How many standard deviations beyond one that lies `distance` out a bell-shaped density falls
/// by a factor of about 1e-18.
func reach(from distance: Double) -> Double { 42 / (distance + 4.5) + 0.5 * 42 / (distance + 42) }

/// The positive nodes of 16 and their weights.
let gaussLegendre: [(Double, Double)] = [
  (0.09501250983763744, 0.1894506104550685),
  (0.2816035507792589, 0.18260341504492358),
  (0.45801677765722737, 0.16915651939500254),
  (0.6178762444026438, 0.14959598881657674),
  (0.755404408355003, 0.12462897125553388),
  (0.8656312023878318, 0.09515851168249279),
  (0.9445750230732326, 0.062253523938647894),
  (0.9894009349916499, 0.027152459411754096),
]
