/// The extents of a tensor, outermost first, at most four of them and kept inline.
public struct Shape: Hashable, Sendable {
    private var extents: InlineExtents
    public private(set) var rank: Int

    public init(_ extents: [Int]) {
        precondition(extents.count <= 4, "a tensor has at most four axes, not \(extents.count)")
        precondition(extents.allSatisfy { $0 >= 0 }, "an extent cannot be negative: \(extents)")
        self.extents = InlineExtents()
        rank = extents.count
        for (axis, extent) in extents.enumerated() { self.extents[axis] = extent }
    }

    /// The number of elements.
    public var count: Int {
        var product = 1
        for axis in 0..<rank { product *= extents[axis] }
        return product
    }

    /// The extent of an axis; negative axes count from the last, so `-1` is the innermost.
    public subscript(axis: Int) -> Int {
        let index = axis < 0 ? rank + axis : axis
        precondition(index >= 0 && index < rank, "axis \(axis) of a tensor with \(rank) axes")
        return extents[index]
    }

    public var array: [Int] {
        (0..<rank).map { extents[$0] }
    }
}

private struct InlineExtents: Hashable, Sendable {
    var first = 1, second = 1, third = 1, fourth = 1

    subscript(axis: Int) -> Int {
        get {
            switch axis {
            case 0: first
            case 1: second
            case 2: third
            default: fourth
            }
        }
        set {
            switch axis {
            case 0: first = newValue
            case 1: second = newValue
            case 2: third = newValue
            default: fourth = newValue
            }
        }
    }
}

extension Shape: ExpressibleByArrayLiteral {
    public init(arrayLiteral extents: Int...) {
        self.init(extents)
    }
}

extension Shape: CustomStringConvertible {
    public var description: String {
        array.description
    }
}
