/// The sizes of a two-dimensional convolution over time and frequency.
///
/// Inputs are `[B, T, C, F]`: a frame lies in one piece (so frames stream), and flattening the last two axes gives the
/// channel-major features that follow a subsampling.
package struct Convolution2DShape: Sendable, Hashable {
    package struct Axis: Sendable, Hashable {
        /// Elements of the input.
        package var size: Int
        package var kernel: Int
        package var stride: Int
        /// Zeros before the first element.
        package var paddingBefore: Int
        /// Zeros after the last element.
        package var paddingAfter: Int

        package init(size: Int, kernel: Int, stride: Int = 1, paddingBefore: Int = 0, paddingAfter: Int = 0) {
            precondition(size >= 0 && kernel >= 1 && stride >= 1 && paddingBefore >= 0 && paddingAfter >= 0)
            self.size = size
            self.kernel = kernel
            self.stride = stride
            self.paddingBefore = paddingBefore
            self.paddingAfter = paddingAfter
        }

        /// Elements of the output.
        package var outputSize: Int {
            let room = size + paddingBefore + paddingAfter - kernel
            return room < 0 ? 0 : room / stride + 1
        }
    }

    /// B
    package var batch: Int
    package var inputChannels: Int
    package var outputChannels: Int
    package var time: Axis
    package var frequency: Axis

    package init(batch: Int, inputChannels: Int, outputChannels: Int, time: Axis, frequency: Axis) {
        self.batch = batch
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.time = time
        self.frequency = frequency
    }

    /// Elements of `[B, T, C, F]`.
    package var inputCount: Int { batch * time.size * inputFrame }
    /// Elements of `[B, T', C', F']`.
    package var outputCount: Int { batch * time.outputSize * outputFrame }
    package var weightCount: Int { outputChannels * patch }

    func require(x: Int, y: Int, weight: Int) {
        requireEqualCounts(x, inputCount)
        requireEqualCounts(y, outputCount)
        requireEqualCounts(weight, weightCount)
    }

    /// Elements of one frame `[C, F]` and `[C', F']`.
    var inputFrame: Int { inputChannels * frequency.size }
    var outputFrame: Int { outputChannels * frequency.outputSize }
    /// Input elements that one output element sees: C · kT · kF.
    var patch: Int { inputChannels * time.kernel * frequency.kernel }
}
