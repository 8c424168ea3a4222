/// The largest absolute difference between two sequences of equal length; infinite when one value is not finite
/// where the other is, or when the lengths differ.
public func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
        pair.0 == pair.1
            ? largest : max(largest, pair.0.isNaN || pair.1.isNaN ? .infinity : abs(pair.0 - pair.1))
    }
}

/// The largest difference relative to the larger of the reference's magnitude and `floor`, so that values near
/// zero are compared absolutely.
public func largestRelativeDifference(_ values: [Float], from reference: [Float], floor: Float = 1e-2)
    -> Float
{
    guard values.count == reference.count else { return .infinity }
    return zip(values, reference).reduce(0) { largest, pair in
        if pair.0 == pair.1 { return largest }
        let difference = abs(pair.0 - pair.1) / max(abs(pair.1), floor)
        return difference.isNaN ? .infinity : max(largest, difference)
    }
}
