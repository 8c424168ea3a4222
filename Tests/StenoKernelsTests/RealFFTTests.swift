import Foundation
import StenoKernels
import StenoTestSupport
import Testing

@Suite("Real FFT")
struct RealFFTTests {
    @Test(
        "equals the definition of the transform, for powers of two and other sizes",
        arguments: [1, 8, 12, 25, 400, 512])
    func definition(size: Int) {
        let x = numbers(size)
        let fft = RealFFT(size: size)
        let spectrum = output(2 * fft.bins) { fft.transform(x.span, into: &$0) }
        let power = output(fft.bins) { fft.powerSpectrum(of: x.span, into: &$0) }
        for bin in 0..<fft.bins {
            let (real, imaginary) = x.indices.reduce((0.0, 0.0)) { sum, n in
                let angle = -2 * Double.pi * Double(bin * n % size) / Double(size)
                return (sum.0 + Double(x[n]) * cos(angle), sum.1 + Double(x[n]) * sin(angle))
            }
            #expect(abs(Double(spectrum[2 * bin]) - real) < 1e-4)
            #expect(abs(Double(spectrum[2 * bin + 1]) - imaginary) < 1e-4)
            #expect(abs(Double(power[bin]) - (real * real + imaginary * imaginary)) < 1e-3)
        }
    }

    @Test("a short frame is padded with zeros")
    func padding() {
        let fft = RealFFT(size: 512)
        let x = numbers(400)
        let padded = x + [Float](repeating: 0, count: 112)
        let short = output(fft.bins) { fft.powerSpectrum(of: x.span, into: &$0) }
        #expect(short == output(fft.bins) { fft.powerSpectrum(of: padded.span, into: &$0) })
    }

    @Test("one plan serves many threads at once")
    func threads() async {
        let fft = RealFFT(size: 512)
        let x = numbers(512)
        let expected = output(fft.bins) { fft.powerSpectrum(of: x.span, into: &$0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var equal = true
                    for _ in 0..<50 {
                        let other = RealFFT(size: 256)  // planning beside executing
                        let power = output(fft.bins) { fft.powerSpectrum(of: x.span, into: &$0) }
                        equal = equal && power == expected && other.bins == 129
                    }
                    return equal
                }
            }
            for await equal in group { #expect(equal) }
        }
    }
}
