package dev.throughline.samples.proof;

import dev.throughline.processor.testing.Golden;
import dev.throughline.runtime.network.WeightsIdentity;
import dev.throughline.samples.FashionNetNetwork;
import dev.throughline.samples.ResNet20Network;
import dev.throughline.samples.transformer.EncoderClassifierNetwork;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * By these lines a file is known to fit: a line that changes is a file that somebody saved and can no longer read.
 */
class WeightsIdentityTest {
  @Test
  void staysAsItIs() {
    Golden.of("identities.txt")
        .matches(
            Stream.of(
                FashionNetNetwork.SPEC,
                ResNet20Network.SPEC,
                EncoderClassifierNetwork.SPEC)
                .map(WeightsIdentity::of)
                .map(WeightsIdentity::toString)
                .collect(Collectors.joining("\n")));
  }

}
