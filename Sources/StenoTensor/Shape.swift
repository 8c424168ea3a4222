/// The extents of a tensor, outermost first, at most four of them and kept inline.
public struct Shape: Hashable, Sendable {
    private var extents: InlineExtents
    /// The number of axes.
    public private(set) var rank: Int

    /// A shape of the given extents; no extents are the shape of a single number.
    public init(_ extents: some Collection<Int>) {
        precondition(extents.count <= 4, "a tensor has at most four axes, not \(extents.count)")
        self.extents = InlineExtents()
        rank = 0
        for extent in extents {
            precondition(extent >= 0, "an extent cannot be negative: \(extent)")
            self.extents[rank] = extent
            rank += 1
        }
    }

    /// The number of elements.
    public var count: Int {
        extents.first * extents.second * extents.third * extents.fourth
    }

    /// The extent of an axis; negative axes count from the last, so `-1` is the innermost.
    public subscript(axis: Int) -> Int {
        get { extents[position(ofAxis: axis)] }
        set { extents[position(ofAxis: axis)] = newValue }
    }

    /// The extents, outermost first.
    public var array: [Int] {
        (0..<rank).map { extents[$0] }
    }

    /// The axis counted from the first, whether it was given from the first or (negative) from the last.
    package func position(ofAxis axis: Int) -> Int {
        let index = axis < 0 ? rank + axis : axis
        precondition(index >= 0 && index < rank, "axis \(axis) of a tensor with \(rank) axes")
        return index
    }

    /// The same shape with one extent changed.
    package func replacing(axis: Int, with extent: Int) -> Shape {
        var shape = self
        shape[axis] = extent
        return shape
    }

    /// How many elements lie between neighbours along `axis`.
    package func stride(ofAxis axis: Int) -> Int {
        var product = 1
        for inner in (position(ofAxis: axis) + 1)..<max(rank, position(ofAxis: axis) + 1) {
            product *= extents[inner]
        }
        return product
    }

    /// The number of rows when the innermost axis is taken as the row.
    package var rows: Int {
        let last = self[-1]
        return last == 0 ? 0 : count / last
    }
}

/// Four extents without an array behind them; axes that do not exist are 1.
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
    /// A shape of the given extents.
    public init(arrayLiteral extents: Int...) {
        self.init(extents)
    }
}

extension Shape: CustomStringConvertible {
    /// The extents as an array reads: `[16, 200, 80]`.
    public var description: String {
        array.description
    }
}
