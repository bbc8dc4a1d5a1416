namespace TransVox.Pipeline.Recognition;

/// <summary>
/// What models that learnt from subtitles say when they hear nothing: credits and farewells. They are often true at the end of a
/// video, so it is the silence that decides. Pure.
/// </summary>
internal static class PhantomPhrases
{
    private static readonly HashSet<string> Whole = [.. new[]
    {
        "you", "thank you", "thank you very much", "thank you for watching", "thanks for watching", "thank you so much for watching",
        "thank you for watching and see you next time", "see you next time", "see you in the next video", "bye", "bye bye",
        "please subscribe", "please subscribe to my channel", "please like and subscribe", "don't forget to like and subscribe",
        "subtitles by the Amara.org community", "transcription by CastingWords", "transcribed by https://otter.ai", "the end",
        "Untertitel der Amara.org-Community", "Untertitel im Auftrag des ZDF für funk, 2017", "Untertitelung des ZDF, 2020",
        "Untertitel von Stephanie Geiges", "Copyright WDR 2021", "SWR 2021", "Vielen Dank", "Vielen Dank fürs Zuschauen", "Bis zum nächsten Mal",
        "Sous-titres réalisés par la communauté d'Amara.org", "Sous-titres réalisés para la communauté d'Amara.org",
        "Sous-titrage Société Radio-Canada", "Sous-titrage ST' 501", "Merci d'avoir regardé cette vidéo", "Abonnez-vous",
        "Subtítulos realizados por la comunidad de Amara.org", "Gracias por ver el video", "Gracias por ver", "Suscríbete al canal",
        "Legendas pela comunidade Amara.org", "Obrigado por assistir", "Inscreva-se no canal",
        "Sottotitoli creati dalla comunità Amara.org", "Sottotitoli e revisione a cura di QTSS", "Grazie per aver guardato il video",
        "Ondertiteld door de Amara.org gemeenschap", "Ondertitels ingediend door de Amara.org gemeenschap", "Bedankt om te kijken",
        "Napisy stworzone przez społeczność Amara.org", "Dziękuję za uwagę", "Undertexter från Amara.org-gemenskapen", "Tack för att ni tittade",
        "Субтитры сделал DimaTorzok", "Субтитры создавал DimaTorzok", "Редактор субтитров А.Семкин Корректор А.Егорова", "Продолжение следует",
        "Спасибо за просмотр", "Подписывайтесь на канал", "Altyazı M.K.", "İzlediğiniz için teşekkür ederim", "ترجمة نانسي قنقر", "شكرا للمشاهدة",
        "字幕由Amara.org社区提供", "字幕由 Amara.org 社區提供", "請不吝點贊訂閱轉發打賞支持明鏡與點點欄目", "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "谢谢观看", "謝謝觀看", "感谢观看", "字幕志愿者 李宗盛", "中文字幕志愿者 李宗盛", "优优独播剧场——YoYo Television Series Exclusive",
        "ご視聴ありがとうございました", "チャンネル登録をお願いいたします", "最後までご視聴いただきありがとうございます",
        "시청해 주셔서 감사합니다", "시청해주셔서 감사합니다", "구독과 좋아요 부탁드립니다", "MBC 뉴스 이덕영입니다",
    }.Select(Key)];

    /// <summary>Whether the text is such a phrase and nothing else.</summary>
    public static bool Contains(string text) => Whole.Contains(Key(text));

    // Without spaces: where there are any differs between recognizers.
    private static string Key(string text) => WordText.Normalize(text).Replace(" ", "", StringComparison.Ordinal);
}
