"""What Chinese passwords are made of when they are easy to guess: taken out before a password is measured (K5.15)."""

import re

WEAK_WORDS = (
    "taizhang", "admin", "password", "passwd", "kehu", "guanli", "woaini", "woaiwojia", "zhonghua", "zhongguo", "renmin", "beijing", "shanghai",
    "5201314", "1314520", "520520", "5211314", "7758521", "147258369", "741852963", "qazwsxedc", "1q2w3e4r5t", "q1w2e3r4t5", "mima", "jiushi",
    "caonima", "baobei", "laopo", "laogong", "gongsi", "xitong", "yonghu", "welcome", "iloveyou", "letmein", "abc123", "a123456",
)  # fmt: skip
"""Words, numbers that sound like words, and runs over the keyboard."""
A_DAY = re.compile(r"(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])")
"""A birthday, or any other day."""
