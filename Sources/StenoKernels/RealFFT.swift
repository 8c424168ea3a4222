import CFFTW
import CKernels
import Synchronization

/// The discrete Fourier transform of real frames of one length, on FFTW in single precision.
///
/// Holds nothing but FFTW's plan, which is made without measuring (`FFTW_ESTIMATE`): results never depend on timing.
/// `@unchecked Sendable`: a plan is only read when executed; FFTW allows that from many threads at once.
package final class RealFFT: @unchecked Sendable {
    /// The number of samples in a frame, N.
    package let size: Int
    private let plan: fftwf_plan

    package init(size: Int) {
        precondition(size > 0, "a transform of \(size) samples")
        self.size = size
        plan = planner.withLock { _ in
            withFrame(size) { samples, spectrum in
                fftwf_plan_dft_r2c_1d(Int32(size), samples, spectrum, FFTW_ESTIMATE | FFTW_DESTROY_INPUT)
            }
        }
    }

    deinit {
        planner.withLock { _ in fftwf_destroy_plan(plan) }
    }

    /// The number of frequencies from 0 to half the sampling rate: N / 2 + 1.
    package var bins: Int { size / 2 + 1 }

    /// The spectrum of a frame.
    ///
    /// - Parameters:
    ///   - frame: Up to N samples; a shorter frame is padded with zeros at the end.
    ///   - spectrum: `[N/2 + 1, 2]`, real and imaginary parts, not scaled.
    package func transform(_ frame: Span<Float>, into spectrum: inout MutableSpan<Float>) {
        requireEqualCounts(2 * bins, spectrum.count)
        let output = spectrum.address
        withTransform(of: frame) { parts in
            output.update(from: parts, count: 2 * bins)
        }
    }

    /// The power spectrum of a frame, |X|² of each bin.
    ///
    /// - Parameters:
    ///   - frame: Up to N samples; a shorter frame is padded with zeros at the end.
    ///   - power: `[N/2 + 1]`, not scaled.
    package func powerSpectrum(of frame: Span<Float>, into power: inout MutableSpan<Float>) {
        requireEqualCounts(bins, power.count)
        let output = power.address
        withTransform(of: frame) { parts in
            kernels.power(parts, output, bins)
        }
    }

    private func withTransform(of frame: Span<Float>, _ body: (UnsafePointer<Float>) -> Void) {
        precondition(frame.count <= size, "a frame of \(frame.count) samples for a transform of \(size)")
        withFrame(size) { samples, spectrum in
            samples.update(from: frame.address, count: frame.count)
            (samples + frame.count).update(repeating: 0, count: size - frame.count)
            fftwf_execute_dft_r2c(plan, samples, spectrum)
            spectrum.withMemoryRebound(to: Float.self, capacity: 2 * bins) { body($0) }
        }
    }
}

/// FFTW's planner is not safe to enter from two threads.
private let planner = Mutex(())

/// Lends aligned memory for one frame and its spectrum, so that FFTW may use vector loads, on the stack.
private func withFrame<Result>(
    _ size: Int, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<fftwf_complex>) -> Result
) -> Result {
    let samples = (size + 15) & ~15
    let floats = samples + 2 * (size / 2 + 1)
    return withUnsafeTemporaryAllocation(byteCount: floats * 4, alignment: 64) { memory in
        guard let base = memory.bindMemory(to: Float.self).baseAddress else {
            fatalError("a frame is never empty")
        }
        return (base + samples).withMemoryRebound(to: fftwf_complex.self, capacity: size / 2 + 1) {
            spectrum in
            body(base, spectrum)
        }
    }
}
