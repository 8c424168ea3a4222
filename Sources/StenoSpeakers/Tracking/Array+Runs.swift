extension Array where Element: Equatable {
    /// The longest stretches of equal neighbours, in order.
    var runs: [(value: Element, range: Range<Int>)] {
        var runs: [(value: Element, range: Range<Int>)] = []
        for (index, value) in enumerated() {
            if let last = runs.last, last.value == value {
                runs[runs.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                runs.append((value, index..<index + 1))
            }
        }
        return runs
    }
}
