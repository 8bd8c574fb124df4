"""Writes pictures.zip: pictures of every kind that Pillow reads, and what it makes of them.

For each NAME there are three entries: NAME itself, NAME.rgb and NAME.grey, which hold what
Image.convert("RGB") and Image.convert("L") give once EXIF's rotation is applied, row after row.
SCALED-H-W.rgb hold the colour picture of scaled.png covered and cropped to H x W.

Run with Pillow 9.4:  python3 pictures.py ../resources/dev/throughline/runtime/picture/pictures.zip
"""

import io
import random
import struct
import sys
import zipfile
import zlib

from PIL import Image, ImageCms, ImageOps

WIDTH, HEIGHT = 13, 11
rng = random.Random(1)


def noise(mode, width=WIDTH, height=HEIGHT):
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (width, height), rng.randbytes(bands * width * height))


def smooth(width=WIDTH, height=HEIGHT):
    image = Image.new("RGB", (width, height))
    image.putdata([(x * 255 // width, y * 255 // height, (x * y * 7) % 256)
                   for y in range(height) for x in range(width)])
    return image


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


# PNG

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def png(depth, colour, interlaced=False, extra=b"", palette=256, width=WIDTH, height=HEIGHT):
    """Random rows under random filters: whatever they hold, all readers must agree on it."""
    bits = depth * SAMPLES[colour]
    rows = b""
    for top, left, down, right in PASSES if interlaced else [(0, 0, 1, 1)]:
        columns = (width - left + right - 1) // right
        if columns < 1:
            continue
        for _ in range(top, height, down):
            if colour == 3:  # no filter: an index must lie in the palette
                rows += b"\0" + bytes(rng.randrange(256) if palette == 256 or depth < 8 else rng.randrange(palette)
                                      for _ in range((columns * bits + 7) // 8))
            else:
                rows += bytes([rng.randrange(5)]) + rng.randbytes((columns * bits + 7) // 8)
    packed = zlib.compress(rows)
    half = len(packed) // 2
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
            + (chunk(b"PLTE", rng.randbytes(3 * min(palette, 1 << depth))) if colour == 3 else b"")
            + extra + chunk(b"IDAT", packed[:half]) + chunk(b"IDAT", packed[half:]) + chunk(b"IEND", b""))


# BMP

def bmp(bits, pixels, packing=0, height=HEIGHT, palette=b"", masks=b"", width=WIDTH, header=40):
    info = struct.pack("<iiHHIIiiII", width, height, 1, bits, packing, len(pixels), 0, 0, len(palette) // 4, 0)
    info = struct.pack("<I", header) + info + masks
    info += b"\0" * (header - len(info))
    start = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + info + palette + pixels


def bmp_rows(bits):
    return rng.randbytes((WIDTH * bits + 31) // 32 * 4 * HEIGHT)


def os2():
    palette = rng.randbytes(3 * 256)
    return (b"BM" + struct.pack("<IHHI", 0, 0, 0, 26 + len(palette))
            + struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 8) + palette + bmp_rows(8))


def runs8():
    out = b""
    for y in range(HEIGHT):
        out += bytes([5, 7 * y, 0, 3, y, 2 * y, 3 * y, 0, 5, 255 - y, 0, 0])
    return out[:-2] + b"\0\1"


def runs4():
    out = b""
    for y in range(HEIGHT):
        out += bytes([6, 16 * (y % 16) + 3, 0, 4, 0x12, 0x3A, 3, 0xF0, 0, 0])
    return out[:-2] + b"\0\1"


# JPEG

def exif(orientation, order):
    tiff = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    tiff += struct.pack(order + "H", 2)
    tiff += struct.pack(order + "HHIHH", 0x0100, 3, 1, 7, 0)
    tiff += struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0" + tiff + struct.pack(order + "I", 0)


def adobe(jpeg, transform):
    """The same samples without JFIF's mark, under Adobe's."""
    at = jpeg.index(b"JFIF\0") - 4
    rest = jpeg[at + 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]:]
    return jpeg[:at] + b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform]) + rest


def pictures():
    for depth in 1, 2, 4, 8, 16:
        yield f"grey{depth}.png", png(depth, 0)
        yield f"grey{depth}-interlaced.png", png(depth, 0, True)
    for depth in 1, 2, 4, 8:
        yield f"palette{depth}.png", png(depth, 3)
        yield f"palette{depth}-transparent.png", png(depth, 3, True, chunk(b"tRNS", rng.randbytes(1 << depth)))
    for depth in 8, 16:
        yield f"rgb{depth}.png", png(depth, 2)
        yield f"rgb{depth}-interlaced.png", png(depth, 2, True)
        yield f"grey{depth}-alpha.png", png(depth, 4)
        yield f"rgb{depth}-alpha.png", png(depth, 6, True)
    yield "grey100-alpha.png", saved(Image.new("LA", (4, 3), (100, 255)), "PNG")
    yield "rgb8-key.png", png(8, 2, extra=chunk(b"tRNS", bytes(6)))
    yield "gamma.png", png(8, 0, extra=chunk(b"gAMA", struct.pack(">I", 100000)))
    yield "rotated.png", png(8, 2, extra=chunk(b"eXIf", exif(6, ">")[6:]))
    yield "narrow.png", png(8, 2, True, width=1, height=5)

    yield "colour.gif", saved(noise("RGB").quantize(200), "GIF")
    yield "interlaced.gif", saved(noise("RGB", 40, 37).quantize(256), "GIF", interlace=1)
    yield "grey.gif", saved(noise("L"), "GIF")
    yield "bits.gif", saved(noise("RGB").quantize(4), "GIF", interlace=0)
    yield "large.gif", saved(noise("L", 75, 60), "GIF")  # more than 4,096 codes
    yield "transparent.gif", saved(noise("RGB").quantize(50), "GIF", transparency=7)
    yield "frames.gif", saved(noise("L"), "GIF", save_all=True, append_images=[noise("L"), noise("L")])
    small = bytearray(saved(noise("RGB").quantize(50), "GIF", transparency=7))
    small[6:10] = struct.pack("<HH", 20, 17)
    at = small.index(b",\0\0\0\0")
    small[at + 1:at + 5] = struct.pack("<HH", 5, 3)
    yield "offset.gif", bytes(small)

    yield "1.bmp", saved(noise("1"), "BMP")
    yield "8.bmp", saved(noise("L"), "BMP")
    yield "24.bmp", saved(noise("RGB"), "BMP")
    yield "32.bmp", bmp(32, bmp_rows(32))
    yield "alpha.bmp", saved(noise("RGBA"), "BMP")
    yield "palette1.bmp", bmp(1, bmp_rows(1), palette=rng.randbytes(8))
    yield "palette4.bmp", bmp(4, bmp_rows(4), palette=rng.randbytes(64))
    yield "palette8.bmp", bmp(8, bmp_rows(8), palette=rng.randbytes(1024))
    yield "555.bmp", bmp(16, bmp_rows(16))
    yield "565.bmp", bmp(16, bmp_rows(16), 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    yield "masks32.bmp", bmp(32, bmp_rows(32), 3, header=108,
                             masks=struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000))
    yield "top-first.bmp", bmp(24, bmp_rows(24), height=-HEIGHT)
    yield "os2.bmp", os2()
    yield "runs8.bmp", bmp(8, runs8(), 1, palette=rng.randbytes(1024))
    yield "runs4.bmp", bmp(4, runs4(), 2, palette=rng.randbytes(64))

    for name, subsampling in ("444", 0), ("422", 1), ("420", 2):
        yield f"{name}.jpg", saved(smooth(40, 30), "JPEG", quality=92, subsampling=subsampling)
        yield f"{name}-progressive.jpg", saved(smooth(40, 30), "JPEG", progressive=True, subsampling=subsampling)
    yield "grey.jpg", saved(smooth().convert("L"), "JPEG")
    yield "noise.jpg", saved(noise("RGB"), "JPEG", quality=100, subsampling=0)
    cmyk = saved(smooth().convert("CMYK"), "JPEG", quality=95)
    yield "cmyk.jpg", cmyk
    yield "ycck.jpg", cmyk.replace(b"Adobe\0\x64\0\0\0\0\0", b"Adobe\0\x64\0\0\0\0\2")
    at = cmyk.index(b"\xff\xeeo"[:2])
    yield "cmyk-unmarked.jpg", cmyk[:at] + cmyk[at + 16:]
    plain = saved(smooth(), "JPEG", quality=95, subsampling=0)
    yield "rgb.jpg", adobe(plain, 0)
    yield "adobe.jpg", adobe(plain, 1)
    yield "profile.jpg", saved(smooth(), "JPEG", icc_profile=ImageCms.ImageCmsProfile(
        ImageCms.createProfile("sRGB")).tobytes())
    yield "bad-profile.jpg", saved(smooth(), "JPEG", icc_profile=b"no profile" * 20)
    for orientation in range(1, 9):
        for order, name in ("<", "little"), (">", "big"):
            yield f"exif{orientation}-{name}.jpg", saved(smooth(), "JPEG", exif=exif(orientation, order))
    yield "exif9.jpg", saved(smooth(), "JPEG", exif=exif(9, "<"))


def sixteen(image):
    """Of a grey of 16 bits the upper byte; Pillow 9 would cut at 255, later ones do as this does."""
    return Image.frombytes("L", image.size, bytes(value >> 8 for value in image.getdata()))


def main(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        def put(name, data):
            out.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)

        for name, data in pictures():
            image = Image.open(io.BytesIO(data))
            image.load()
            if image.mode.startswith("I"):
                image = sixteen(image)
            if name != "exif9.jpg":
                image = ImageOps.exif_transpose(image)
            put(name, data)
            put(name + ".rgb", struct.pack(">HH", image.height, image.width) + image.convert("RGB").tobytes())
            put(name + ".grey", struct.pack(">HH", image.height, image.width) + image.convert("L").tobytes())
        image = noise("RGB", 50, 37)
        put("scaled.png", saved(image, "PNG"))
        for height, width in (37, 50), (8, 8), (9, 30), (36, 50), (60, 90), (1, 1), (5, 70), (37, 10):
            scale = max(width / image.width, height / image.height)
            w, h = max(width, int(image.width * scale + 0.5)), max(height, int(image.height * scale + 0.5))
            left, top = (w - width) // 2, (h - height) // 2
            covered = image.resize((w, h), Image.BILINEAR).crop((left, top, left + width, top + height))
            put(f"scaled-{height}-{width}.rgb", covered.tobytes())


main(sys.argv[1])
