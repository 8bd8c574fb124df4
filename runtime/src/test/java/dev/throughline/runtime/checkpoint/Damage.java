package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.tensor.Philox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways in which a file of tensors goes wrong; each a pure function of the file and the random numbers. */
public enum Damage {
  /** Bits change, as on a bad disk. */
  BITS {
    @Override
    byte[] to(RawFile file, Philox random) {
      byte[] bytes = file.bytes();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return bytes;
    }
  },
  /** The end is missing, or something follows it. */
  LENGTH {
    @Override
    byte[] to(RawFile file, Philox random) {
      byte[] bytes = file.bytes();
      return Arrays.copyOf(bytes, random.nextInt(bytes.length + 100));
    }
  },
  /** The length of the header is another. */
  HEADER_LENGTH {
    @Override
    byte[] to(RawFile file, Philox random) {
      byte[] bytes = file.bytes();
      long shifted = 1L << random.nextInt(64);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(0,
              pick(random, shifted, -shifted, file.header().length + random.nextInt(9) - 4L));
      return bytes;
    }
  },
  /** Some of the header is repeated, or missing, or moved. */
  HEADER_TEXT {
    @Override
    byte[] to(RawFile file, Philox random) {
      StringBuilder json = new StringBuilder(file.json());
      int from = random.nextInt(json.length());
      int to = Math.min(json.length(), from + 1 + random.nextInt(60));
      String part = json.substring(from, to);
      if (random.nextInt(2) == 0) {
        json.delete(from, to);
      }
      if (random.nextInt(2) == 0) {
        json.insert(random.nextInt(json.length() + 1), part);
      }
      return file.json(json.toString()).bytes();
    }
  },
  /** A number of the header, in a text or not, is another. */
  NUMBER {
    @Override
    byte[] to(RawFile file, Philox random) {
      String json = file.json();
      MatchResult number = pick(random, Pattern.compile("-?\\d+").matcher(json).results().toList());
      String other =
          pick(
              random, "0", "1", "-1", "2147483647", "2147483648", "4294967296",
              "9223372036854775807",
              "9223372036854775808", "99999999999999999999999", "1e9", "NaN", "Infinity", "+8",
              "08",
              "\u0668", Integer.toString(random.nextInt(100)), "");
      return file.json(
          json.substring(0, number.start()) + other + json.substring(number.end())).bytes();
    }
  },
  /** A word of the header is another: a type, a name, a field, a text. */
  WORD {
    @Override
    byte[] to(RawFile file, Philox random) {
      String json = file.json();
      MatchResult word =
          pick(random, Pattern.compile("\"[^\"]*\"").matcher(json).results().toList());
      String other =
          pick(
              random, "\"F64\"", "\"F16\"", "\"BF16\"", "\"I32\"", "\"shape\"", "\"data_offsets\"",
              "\"logits.bias\"", "\"__metadata__\"", "\"\"", "null", "[]", "{}", "1", "\"\\ud800\"",
              "\"" + "x".repeat(300) + "\"");
      return file.json(json.substring(0, word.start()) + other + json.substring(word.end()))
          .bytes();
    }
  },
  /** A field is there twice, or two change places. */
  FIELDS {
    @Override
    byte[] to(RawFile file, Philox random) {
      String json = file.json();
      List<MatchResult> fields =
          Pattern.compile("\"[^\"]*\":(\"[^\"]*\"|\\[[^\\]]*]|\\{[^{}]*\\})")
              .matcher(json)
              .results()
              .toList();
      String one = pick(random, fields).group();
      MatchResult two = pick(random, fields);
      return file.json(
          json.substring(0, two.start())
              + (random.nextInt(2) == 0 ? one : one + "," + two.group())
              + json.substring(two.end()))
          .bytes();
    }
  },
  /** A value is another: an infinity, no number, a tiny one, any. */
  VALUE {
    @Override
    byte[] to(RawFile file, Philox random) {
      byte[] data = file.data().clone();
      int bits =
          pick(random, 0x7f800000, 0xff800000, 0x7fc00000, 0x80000000, 1, random.nextInt());
      ByteBuffer.wrap(data)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(random.nextInt(data.length / 4) * 4, bits);
      return new RawFile(file.header(), data).bytes();
    }
  };

  /** A damaged file. */
  abstract byte[] to(RawFile file, Philox random);

  /** A file damaged in one way or another. */
  public static byte[] any(RawFile file, Philox random) {
    return pick(random, values()).to(file, random);
  }

  @SafeVarargs
  private static <T> T pick(Philox random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> T pick(Philox random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
