"""The one picture of the demonstration, drawn here: it belongs to nobody else and shows nobody."""

import io

from PIL import Image, ImageDraw

SKY, SNOW, WALL, ROOF, LIGHT, DOOR, INK = "#1f2f4a", "#e8edf3", "#8c6f5a", "#5b4a3f", "#ffd98a", "#3d2f28", "#24304a"
SIZE = (1200, 800)


def library_at_night() -> io.BytesIO:
    """A village library in the evening with light in its windows, as a PNG."""
    picture = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(picture)
    for number in range(90):
        x, y = (number * 137) % SIZE[0], (number * 89) % 520
        draw.ellipse((x, y, x + 3, y + 3), fill=SNOW)
    draw.rectangle((0, 640, *SIZE), fill=SNOW)
    draw.rectangle((220, 330, 980, 660), fill=WALL)
    draw.polygon([(180, 330), (600, 180), (1020, 330)], fill=ROOF)
    draw.polygon([(180, 330), (600, 180), (1020, 330), (1000, 330), (600, 200), (200, 330)], fill=SNOW)
    for left in (270, 400, 720, 850):
        draw.rectangle((left, 400, left + 90, 540), fill=LIGHT)
        draw.line((left + 45, 400, left + 45, 540), fill=ROOF, width=5)
        draw.line((left, 465, left + 90, 465), fill=ROOF, width=5)
    draw.rectangle((545, 430, 655, 660), fill=DOOR)
    draw.rectangle((560, 450, 640, 540), fill=LIGHT)
    draw.polygon([(545, 660), (655, 660), (760, 800), (440, 800)], fill=LIGHT)
    draw.rectangle((470, 350, 730, 395), fill=INK)
    for place, wide in enumerate((18, 10, 22, 14, 18, 10, 24)):
        draw.rectangle((492 + place * 33, 362, 492 + place * 33 + wide, 384), fill=LIGHT)
    file = io.BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file
