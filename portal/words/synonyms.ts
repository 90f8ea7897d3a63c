/** Other words that people use for the same thing, in both languages. Each group has at least one word that services
 * use; whoever adds a service reads it aloud and adds what a neighbour would have said. */
export const synonyms: ReadonlyArray<readonly string[]> = [
  ["停车", "泊车", "车位", "停车证", "parking", "car park", "park my car"],
  [
    "坑洞",
    "坑洼",
    "路坏",
    "路面破损",
    "窨井盖",
    "井盖",
    "塌陷",
    "pothole",
    "road damage",
    "hole in the road",
    "manhole",
  ],
  ["食品", "餐饮", "饭店", "饭馆", "餐馆", "小吃", "开店", "food", "restaurant", "cafe", "canteen"],
  ["卫生", "理发", "美发", "宾馆", "酒店", "旅馆", "游泳", "hygiene", "hotel", "hairdresser", "barber", "salon"],
  ["公共租赁住房", "公租房", "廉租房", "租房", "补贴", "rental", "rent", "flat", "apartment", "social housing"],
  ["货物运输", "货运", "货车", "卡车", "司机", "驾驶员", "haulage", "truck", "lorry", "driver"],
  ["12345", "热线", "投诉", "举报", "求助", "hotline", "complain", "complaint", "help"],
  ["市长", "信箱", "写信", "来信", "建议", "mayor", "mailbox", "letter", "suggestion"],
  ["许可", "执照", "证照", "licence", "license", "permit"],
  ["备案", "登记", "filing", "registration"],
];
