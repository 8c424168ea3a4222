package import StenoKernels

/// A dense array of single-precision floats, row-major and contiguous.
///
/// A value: copies share memory until one of them is changed. Slices along the first axis and reshapes share memory
/// too; everything else copies. A tensor computed from one on a `Tape` is on that tape too (`derived(from:)`).
public struct Tensor: Sendable {
    package private(set) var storage: TensorStorage
    package private(set) var offset: Int
    /// The extents, outermost first.
    public let shape: Shape
    /// How the tape knows this tensor.
    package var origin: Origin = .constant
    /// How many threads the operations on this tensor may use. What is computed from it inherits the number.
    package var workers: Workers = .one

    package init(storage: TensorStorage, offset: Int, shape: Shape) {
        precondition(
            offset + shape.count <= storage.capacity, "a tensor of shape \(shape) does not fit its storage")
        self.storage = storage
        self.offset = offset
        self.shape = shape
    }

    /// A tensor whose elements are still to be written, every one.
    package init(uninitialized shape: Shape) {
        self.init(storage: TensorStorage(capacity: shape.count), offset: 0, shape: shape)
    }

    /// A tensor of the given elements in row-major order.
    public init(_ elements: [Float], shape: Shape) {
        precondition(elements.count == shape.count, "\(elements.count) elements for shape \(shape)")
        self.init(uninitialized: shape)
        elements.withUnsafeBufferPointer { source in
            guard let address = source.baseAddress else { return }
            storage.base.update(from: address, count: source.count)
        }
    }

    /// A tensor filled with one value.
    public init(repeating value: Float, shape: Shape) {
        self.init(uninitialized: shape)
        storage.base.update(repeating: value, count: shape.count)
    }

    /// A tensor whose elements `body` writes, every one.
    package static func writing(_ shape: Shape, _ body: (inout MutableSpan<Float>) -> Void) -> Tensor {
        var tensor = Tensor(uninitialized: shape)
        var elements = tensor.mutableElements
        body(&elements)
        return tensor
    }

    /// A single number, of no axes.
    package init(_ value: Float) {
        self.init(repeating: value, shape: [])
    }

    /// The elements in row-major order.
    public var elements: Span<Float> {
        @_lifetime(borrow self)
        get {
            let span = Span(_unsafeStart: UnsafePointer(storage.base + offset), count: shape.count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// The elements in row-major order, to be written. Copies them first when another tensor shares them.
    package var mutableElements: MutableSpan<Float> {
        @_lifetime(&self)
        mutating get {
            makeUnique()
            let span = MutableSpan(_unsafeStart: storage.base + offset, count: shape.count)
            return _overrideLifetime(span, mutating: &self)
        }
    }

    /// The same tensor, whose operations may use several threads: set once, at the input of a model.
    package func using(_ workers: Workers) -> Tensor {
        var tensor = self
        tensor.workers = workers
        return tensor
    }

    /// The elements, copied into an array.
    public var array: [Float] {
        Array(UnsafeBufferPointer(start: storage.base + offset, count: shape.count))
    }

    /// The value of a tensor of one element.
    public var item: Float {
        precondition(shape.count == 1, "a tensor of shape \(shape) is not a single number")
        return storage.base[offset]
    }

    /// Whether no other tensor shares this one's memory.
    package mutating func isUnique() -> Bool {
        isKnownUniquelyReferenced(&storage)
    }

    private mutating func makeUnique() {
        guard !isKnownUniquelyReferenced(&storage) else { return }
        let copy = TensorStorage(capacity: shape.count)
        copy.base.update(from: storage.base + offset, count: shape.count)
        storage = copy
        offset = 0
    }
}

extension Tensor: CustomStringConvertible {
    /// The shape and the first elements.
    public var description: String {
        let shown = array.prefix(8).map(\.description).joined(separator: ", ")
        return "Tensor\(shape)(\(shown)\(shape.count > 8 ? ", …" : ""))"
    }
}
