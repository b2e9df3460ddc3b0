"""The words of which the demo data is made, one list for each thing that is said."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# By frequency: the first twenty make half of the country.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗" * 3
    + "郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    + "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平刚桂英华玉萍红玲梅建文辉力云飞波宁晨晓东海峰浩宇"
    "轩子涵欣怡雨佳琪俊思远嘉志诚国庆春兰凤鹏振邦立新学良慧颖婷雪琳倩瑶婧梓睿博成林森昊然鸣书航"
)
# Of the 1,257 trades and 162 endings in the package those that every company register knows.
TRADES = frozenset(
    _split(
        """
        科技 机械 机械设备 机电设备 贸易 商贸 建材 食品 电子 电子科技 化工 物流 环保 能源 新能源 装饰 纺织
        服饰 家具 印刷 包装 包装材料 医疗器械 药业 农业 生态农业 餐饮 文化传媒 电气设备 仪器仪表 五金制品
        塑料制品 模具 照明 汽车配件 船舶 园林绿化 消防设备 自动化 信息技术 网络科技 软件 建筑工程 建筑材料
        金属制品 橡胶制品 玻璃制品 空调设备 印染 智能科技 生物科技 节能环保 供应链 粮油 茶业 酒业 水产 玩具
        箱包 陶瓷 门窗 电缆 泵业 阀门 轴承
        """
    )
)
ENDINGS = ("有限公司",) * 14 + _split("有限责任公司 股份有限公司 股份有限公司 商行 经营部 加工厂")
# Two characters are what most firms call themselves; a longer brand should end as a firm's name would.
LAST_OF_A_BRAND = "源盛达隆泰鑫德尔特斯康丰和华兴信邦通瑞宇诺林元博佳龙洋利安亿鸿凯胜峰顺昌恒荣祥润腾辉格森科耀创世联"
# Characters of brands that nobody would give a company.
NOT_IN_A_BRAND = frozenset(
    "吧啊哦的了么呀呢吗我你他她它们不肉胖傻屁啪吖麻辣锅疯贱懒丑死鬼妈爸爷奶妞妹哥姐叔猪狗咪宝吃喝玩尿睡赌炮阿"
)
ROADS = _split(
    """
    人民路 解放路 文昌路 中山路 建设路 长江路 黄河路 科技路 创业路 开发大道 工业园一路 工业园二路 江都路
    运河路 邗江路 迎宾大道
    """
)
SOURCES = _split("展会 老客户介绍 网上询价 电话营销 上门拜访 招标公告 行业协会 前台来访")
LAWFUL_BASES = _split("签订合同所必需 本人同意 对方主动提供 公开信息")
NEEDS = _split(
    """
    按季度集中采购 要求月结 关注交货周期 需要现场安装指导 希望提供年度维护 对价格敏感 需要定制规格
    要求附质量检验报告
    """
)
POSITIONS = _split("总经理 副总经理 采购经理 采购主管 行政主管 财务经理 办公室主任 业务主管 项目经理 生产厂长")
CUSTOMER_EVENTS = _split(
    """
    法定代表人变更 注册资本增加 迁入新厂区 通过质量体系认证 主要采购负责人更换 新建生产线投产 更名
    被上级集团并购
    """
)
SHARED_EVENTS = _split(
    """
    签订年度框架协议 首次合作三周年 结算方式改为月结 一次交货延误后达成谅解 联合参加行业展会 高层互访
    取得独家供货资格
    """
)
SUBJECTS = _split(
    """
    询价函 报价函 合同回签 对账函 催款函 产品质量证明寄送 交货期确认 售后服务回访 节日问候函 样品寄送通知
    """
)
CHANGES = _split(
    "联系人变更 联系电话变更 办公地址变更 经营范围增加 企业性质变更 开票信息变更 客户经理变更"
)
FINANCES = _split(
    """
    近三年营业收入逐年增长，资产负债率约四成。
    现金流充裕，应收账款周转正常。
    上年度净利润略有下降，银行授信未用完。
    """
)
CREDITS = _split("无逾期记录，内部信用评级A。 曾有一次逾期十五天，已结清。 按期付款三年以上。")
STANDINGS = _split("本地同行业前三 省内重点企业 细分市场龙头 区域性骨干企业")
PURPOSES = _split(
    """
    准备年度框架合同谈判 核对历史报价 处理客户投诉需了解往来情况 编制客户回访计划 信用额度复审
    客户交接前了解情况
    """
)
