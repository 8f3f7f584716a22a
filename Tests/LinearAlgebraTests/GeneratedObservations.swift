/// The observations of the sets SmLs01 to SmLs09 of the NIST StRD, of which the ninth would fill a
/// page with each of its 18,009 numbers: nine groups around 1, 10⁶ or 10¹², in each of which one
/// number is followed by pairs that lie a tenth below and above.
///
/// - Source: Simon and Lesage, *Assessing the accuracy of ANOVA calculations in statistical
///   software* (1989); compared with the files of the StRD, number by number.
func generatedObservations(_ number: Int) -> [(group: Int, value: Double)] {
  let whole = ["1", "1000000", "1000000000000"][(number - 1) / 3]
  let count = [21, 201, 2001][(number - 1) % 3]
  return (0..<9).flatMap { group in
    let tenths = group == 0 ? 4 : group % 2 == 1 ? 3 : 5
    return (0..<count).map { position in
      let digit = position == 0 ? tenths : position % 2 == 1 ? tenths - 1 : tenths + 1
      return (group, Double("\(whole).\(digit)")!)
    }
  }
}
