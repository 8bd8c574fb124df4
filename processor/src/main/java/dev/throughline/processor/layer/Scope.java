package dev.throughline.processor.layer;

import dev.throughline.dsl.Block;
import dev.throughline.processor.model.Annotated;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a block may take from the member that uses the block.
 *
 * @param filters null if it gives none
 * @param stride null outside blocks
 * @param user the member that uses the block; null outside blocks
 * @param path that member's path
 * @param sound false if what it gives is wrong, which is reported
 * @param lossWeight what a loss in the block counts for beside the network's
 */
public record Scope(
    @Nullable Integer filters,
    @Nullable Integer stride,
    @Nullable Annotated<?> user,
    String path,
    boolean sound,
    double lossWeight) {
  /** Outside blocks: nothing can be left to one. */
  public static final Scope NETWORK = new Scope(null, null, null, "", true);

  /** Of a block whose loss, if it has one, counts fully. */
  public Scope(
      @Nullable Integer filters,
      @Nullable Integer stride,
      @Nullable Annotated<?> user,
      String path,
      boolean sound) {
    this(filters, stride, user, path, sound, 1);
  }

  /** {@code written}, or the block's filters if it was left to the block; checked before. */
  public int filters(int written) {
    return written == Block.OF_BLOCK ? Objects.requireNonNull(filters) : written;
  }

  /** {@code written}, or that share of the block's filters if it was left to the block; checked before. */
  public int filters(int written, double ratio) {
    return written == Block.OF_BLOCK ? (int) Math.rint(filters(written) * ratio) : written;
  }

  /** {@code written}, or the block's stride if it was left to the block; checked before. */
  public int stride(int written) {
    return written == Block.OF_BLOCK ? Objects.requireNonNull(stride) : written;
  }
}
