/// A dense array of single-precision floats, row-major and contiguous.
///
/// A value: copies share memory until one of them is changed. Slices along the first axis and reshapes share memory
/// too; everything else copies.
public struct Tensor: Sendable {
    package private(set) var storage: TensorStorage
    package let offset: Int
    public let shape: Shape

    package init(storage: TensorStorage, offset: Int, shape: Shape) {
        precondition(offset + shape.count <= storage.capacity, "a tensor of shape \(shape) does not fit its storage")
        self.storage = storage
        self.offset = offset
        self.shape = shape
    }

    /// A tensor of the given elements in row-major order.
    public init(_ elements: [Float], shape: Shape) {
        precondition(elements.count == shape.count, "\(elements.count) elements for shape \(shape)")
        self.init(storage: TensorStorage(capacity: shape.count), offset: 0, shape: shape)
        elements.withUnsafeBufferPointer { source in
            guard let address = source.baseAddress else { return }
            storage.base.update(from: address, count: source.count)
        }
    }

    /// A tensor filled with one value.
    public init(repeating value: Float, shape: Shape) {
        self.init(storage: TensorStorage(capacity: shape.count), offset: 0, shape: shape)
        storage.base.update(repeating: value, count: shape.count)
    }

    /// The elements in row-major order.
    public var elements: Span<Float> {
        @_lifetime(borrow self)
        get {
            let span = Span(_unsafeStart: UnsafePointer(storage.base + offset), count: shape.count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// The elements, copied into an array.
    public var array: [Float] {
        Array(UnsafeBufferPointer(start: storage.base + offset, count: shape.count))
    }
}
