import StenoKernels

extension [Float] {
    /// The convolution with a response, cut to this signal's length.
    ///
    /// By the product of spectra. The way back uses the forward transform again: the Hartley transform, real minus
    /// imaginary part of Fourier's, is its own inverse up to the factor N (Bracewell 1983).
    package func convolved(with response: [Float]) -> [Float] {
        guard !isEmpty, !response.isEmpty else { return self }
        let transform = RealFFT(size: (count + response.count - 1).roundedUpToPowerOfTwo)
        let product = transform.hartley(
            ofProduct: transform.spectrum(of: self), transform.spectrum(of: response))
        let back = transform.spectrum(of: product)
        let scale = 1 / Float(transform.size)
        return indices.map { n in
            let (real, imaginary) = back.bin(n, of: transform.size)
            return scale * (real - imaginary)
        }
    }
}

extension RealFFT {
    fileprivate func spectrum(of signal: [Float]) -> [Float] {
        var spectrum = [Float](repeating: 0, count: 2 * bins)
        var span = spectrum.mutableSpan
        transform(signal.span, into: &span)
        return spectrum
    }

    /// The Hartley transform, all N values, of the signal whose spectrum is the product of two.
    fileprivate func hartley(ofProduct a: [Float], _ b: [Float]) -> [Float] {
        var hartley = [Float](repeating: 0, count: size)
        for k in 0..<bins {
            let real = a[2 * k] * b[2 * k] - a[2 * k + 1] * b[2 * k + 1]
            let imaginary = a[2 * k] * b[2 * k + 1] + a[2 * k + 1] * b[2 * k]
            hartley[k] = real - imaginary
            if k > 0 { hartley[size - k] = real + imaginary }
        }
        return hartley
    }
}

extension [Float] {
    /// Value `n` of the spectrum of a real signal of `size` samples, of which the first half is stored.
    fileprivate func bin(_ n: Int, of size: Int) -> (real: Float, imaginary: Float) {
        n <= size / 2 ? (self[2 * n], self[2 * n + 1]) : (self[2 * (size - n)], -self[2 * (size - n) + 1])
    }
}

extension Int {
    var roundedUpToPowerOfTwo: Int {
        self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}
