import StenoKernels

extension AudioBuffer {
    /// The sound as it is heard in a room.
    ///
    /// - Parameter response: What the room makes of an impulse, at the same rate.
    /// - Returns: As many samples as the sound. The response's strongest sample counts as its time zero, so that
    ///   times in the sound still hold, and the power of the sound is kept, so that noise can be added at a ratio.
    public func convolved(with response: AudioBuffer) -> AudioBuffer {
        requireSameRate(response)
        guard
            let direct = response.samples.indices.max(by: {
                response.samples[$0].magnitude < response.samples[$1].magnitude
            }),
            !samples.isEmpty
        else { return self }
        let full = fullConvolution(samples, response.samples)
        let heard = AudioBuffer(
            samples: Array(full[direct..<(direct + samples.count)]), sampleRate: sampleRate)
        guard heard.power > 0 else { return heard }
        return heard.scaled(by: Float((power / heard.power).squareRoot()))
    }
}

/// The sum over k of x[n - k] h[k], x.count + h.count - 1 samples, block by block through the Fourier transform
/// (overlap and add; Stockham 1966).
func fullConvolution(_ x: [Float], _ h: [Float]) -> [Float] {
    var size = 1_024
    while size < 2 * h.count { size *= 2 }
    let transform = RealFFT(size: size)
    let filter = transform.spectrum(of: h)
    var output = [Float](repeating: 0, count: x.count + h.count - 1)
    let step = size - h.count + 1
    for start in stride(from: 0, to: x.count, by: step) {
        let block = Array(x[start..<min(start + step, x.count)])
        let product = multiplied(transform.spectrum(of: block), filter)
        let part = transform.samples(of: product)
        for index in 0..<min(block.count + h.count - 1, part.count) { output[start + index] += part[index] }
    }
    return output
}

/// The products of complex numbers, real and imaginary parts by turns.
private func multiplied(_ a: [Float], _ b: [Float]) -> [Float] {
    var product = a
    for real in stride(from: 0, to: a.count, by: 2) {
        product[real] = a[real] * b[real] - a[real + 1] * b[real + 1]
        product[real + 1] = a[real] * b[real + 1] + a[real + 1] * b[real]
    }
    return product
}

extension RealFFT {
    fileprivate func spectrum(of samples: [Float]) -> [Float] {
        var spectrum = [Float](repeating: 0, count: 2 * bins)
        var output = spectrum.mutableSpan
        transform(samples.span, into: &output)
        return spectrum
    }

    /// The inverse by the same transform: `Re - Im` of a real signal's spectrum is its Hartley transform, which is
    /// its own inverse but for the factor N (Bracewell 1983).
    fileprivate func samples(of spectrum: [Float]) -> [Float] {
        hartley(of: hartley(from: spectrum).map { $0 / Float(size) })
    }

    private func hartley(of samples: [Float]) -> [Float] {
        hartley(from: spectrum(of: samples))
    }

    private func hartley(from spectrum: [Float]) -> [Float] {
        var values = [Float](repeating: 0, count: size)
        for bin in 0..<bins {
            let (real, imaginary) = (spectrum[2 * bin], spectrum[2 * bin + 1])
            values[(size - bin) % size] = real + imaginary
            values[bin] = real - imaginary
        }
        return values
    }
}
