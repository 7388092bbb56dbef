#include "router/classify/language.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace switchroom::classify {
namespace {

void expect(std::string_view language, std::initializer_list<std::string_view> sentences) {
  for (const std::string_view sentence : sentences) EXPECT_EQ(detect_language(sentence), language) << sentence;
}

TEST(Language, tells_traditional_Chinese) {
  expect("zh-hant", {"請問我的訂單什麼時候會到？", "我想退款，可以幫我處理嗎", "中學英文補習班還有名額嗎",
                     "我嘅單未到，幾時先有貨呀", "請問這個產品壞了應該怎麼辦？", "帳號無法登入"});
}

TEST(Language, tells_simplified_Chinese) {
  expect("zh-hans", {"请问我的订单什么时候会到？", "我想退款，可以帮我处理吗", "中学英文补习班还有名额吗",
                     "账号登录不了", "请问这个产品坏了应该怎么办？", "你们几点开门"});
}

TEST(Language, characters_of_both_scripts_are_just_Chinese) { expect("zh", {"你好", "我在家", "多少"}); }

TEST(Language, tells_Japanese) {
  expect("ja", {"注文した商品がまだ届きません", "返金はどこで確認できますか？", "アカウントにログインできません",
                "明日電話してください", "商品が壊れています。どうすればいいですか", "注文番号を確認"});
}

TEST(Language, tells_Korean) {
  expect("ko", {"주문한 상품이 아직 도착하지 않았어요", "환불은 어디서 확인하나요?", "계정에 로그인할 수 없습니다",
                "내일 전화해 주세요", "제품이 고장 났어요. 어떻게 해야 하나요?"});
}

TEST(Language, tells_Thai) {
  expect("th", {"สินค้าที่สั่งยังไม่มาถึง", "ขอเงินคืนได้ที่ไหน", "เข้าสู่ระบบไม่ได้", "กรุณาโทรกลับพรุ่งนี้", "สินค้าเสีย ต้องทำอย่างไร"});
}

TEST(Language, tells_Arabic) {
  expect("ar", {"مرحبا، طلبي لم يصل بعد", "أين استرداد أموالي؟", "لا أستطيع تسجيل الدخول إلى حسابي",
                "يرجى الاتصال بي غدا", "المنتج مكسور، ماذا أفعل؟"});
  EXPECT_EQ(detect_language("سلام، سفارش من هنوز نرسیده است"), "fa");
}

TEST(Language, tells_Vietnamese) {
  expect("vi", {"Xin chào, đơn hàng của tôi vẫn chưa đến", "Tiền hoàn lại của tôi ở đâu?",
                "Tôi không thể đăng nhập vào tài khoản", "Vui lòng gọi lại cho tôi vào ngày mai",
                "Sản phẩm bị hỏng, tôi phải làm gì?", "Xin chao, don hang cua toi chua den"});
}

TEST(Language, tells_English) {
  expect("en", {"Hello, my order has not arrived yet", "Where is my refund?", "I can't log in to my account",
                "Please call me back tomorrow", "The product is broken, what should I do?"});
}

TEST(Language, tells_Spanish) {
  expect("es", {"Hola, mi pedido todavía no ha llegado", "¿Dónde está mi reembolso?", "No puedo entrar en mi cuenta",
                "Por favor llámeme mañana", "El producto está roto, ¿qué debo hacer?"});
}

TEST(Language, tells_Portuguese) {
  expect("pt", {"Olá, o meu pedido ainda não chegou", "Onde está o meu reembolso?", "Não consigo entrar na minha conta",
                "Por favor, me ligue amanhã", "O produto está quebrado, o que devo fazer?"});
}

TEST(Language, tells_Indonesian_and_Malay_only_where_it_may_occur) {
  expect("id",
         {"Halo, pesanan saya belum sampai", "Di mana pengembalian dana saya?", "Saya tidak bisa masuk ke akun saya",
          "Tolong hubungi saya besok", "Produknya rusak, apa yang harus saya lakukan?"});
  EXPECT_EQ(detect_language("Saya tidak dapat log masuk ke akaun saya, tolong bantu segera", true), "ms");
  EXPECT_EQ(detect_language("Saya tidak dapat log masuk ke akaun saya, tolong bantu segera", false), "id");
}

TEST(Language, a_foreign_name_does_not_hide_the_language_around_it) {
  expect("zh-hant", {"我想買 iPhone 15 Pro Max，請問有貨嗎"});
  expect("ja", {"Amazon の注文が届きません"});
  expect("en", {"I would like to order the 点心 set menu for tomorrow evening please"});
}

TEST(Language, says_nothing_of_what_is_no_language) {
  for (const std::string_view text : {"", "12345", "👍👍", "ok", "?!", "\xff\xfe\xfd"})
    EXPECT_EQ(detect_language(text), "") << text;
}

TEST(Language, looks_at_whole_characters_of_long_texts) {
  std::string text = "a";
  while (text.size() < 5'000) text += "請問訂單";
  EXPECT_EQ(detect_language(text), "zh-hant");
}

TEST(Language, a_language_means_its_scripts_too) {
  EXPECT_TRUE(is_language_of("zh-hant", "zh"));
  EXPECT_TRUE(is_language_of("en", "en"));
  EXPECT_FALSE(is_language_of("zh", "zh-hant"));
  EXPECT_FALSE(is_language_of("enm", "en"));
  EXPECT_FALSE(is_language_of("", "en"));
}

}  // namespace
}  // namespace switchroom::classify
