// The C kernels take addresses. A span's memory stays where it is while the span is in scope, and no kernel keeps an
// address, so the address may leave the closure that lends it. Empty spans get an address that is never followed.

extension Span where Element: BitwiseCopyable {
    var address: UnsafePointer<Element> {
        withUnsafeBufferPointer { $0.baseAddress } ?? UnsafePointer(nowhere(for: Element.self))
    }
}

extension MutableSpan where Element: BitwiseCopyable {
    var address: UnsafeMutablePointer<Element> {
        mutating get { withUnsafeMutableBufferPointer { $0.baseAddress } ?? nowhere(for: Element.self) }
    }
}

private func nowhere<Element>(for _: Element.Type) -> UnsafeMutablePointer<Element> {
    guard let pointer = UnsafeMutablePointer<Element>(bitPattern: 64) else {
        fatalError("64 is not the null address")
    }
    return pointer
}
